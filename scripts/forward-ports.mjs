/**
 * Inside a container: passes connections to its own address on to servers that listen on loopback alone.
 *
 *   node scripts/forward-ports.mjs 24600 24606 …
 */
import net from 'node:net';
import os from 'node:os';

const ports = process.argv.slice(2).map(Number);
const own = Object.values(os.networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal);

if (!own || ports.length === 0 || ports.some((port) => !Number.isInteger(port))) {
  process.stderr.write('Name the ports to forward; the machine needs an address beside loopback.\n');
  process.exit(1);
}

for (const port of ports) {
  const server = net.createServer((outside) => {
    const inside = net.connect({ host: '127.0.0.1', port });
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ]) {
      socket.on('error', () => other.destroy());
      socket.pipe(other);
    }
  });
  server.listen({ host: own.address, port });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
