import { connect, createServer } from 'node:net';

/** One address before several processes, as a load balancer is: the next one in turn that takes the connection. */
export function balancer(port, behind) {
  let turn = 0;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    through(socket, behind.length);
  });

  function through(socket, left) {
    if (left === 0) return socket.destroy();
    const inside = connect(behind[(turn += 1) % behind.length], '127.0.0.1');
    let isThrough = false;
    inside.once('connect', () => {
      isThrough = true;
      socket.pipe(inside).pipe(socket);
    });
    inside.on('error', () => (isThrough ? socket.destroy() : through(socket, left - 1)));
    inside.on('close', () => isThrough && socket.destroy());
    socket.on('close', () => inside.destroy());
  }

  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
