/** @throws Error that says how to get the servers that tests need. */
export function testEnvironment(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(
    `${name} is not set. Run the tests with "npm test", or start the servers with "node scripts/dev-servers.mjs" ` +
      'and export the lines that it prints.'
  );
}
