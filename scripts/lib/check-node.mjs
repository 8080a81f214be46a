/** Imported before anything else, so that an old Node meets this sentence instead of a syntax error. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Purser needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node (see .nvmrc) and start again.\n`
  );
  process.exit(1);
}
