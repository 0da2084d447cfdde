import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The way to a gateway, which can be closed: who comes is then refused the connection, as by a machine that is off. */
export interface Gate {
  /** Where peers post their messages, open or not. */
  readonly url: string;
  open(): Promise<void>;
  /** Also ends what is connected: a message that is on its way is cut off. */
  close(): Promise<void>;
}

/** A gate before a port on this machine, closed at first. */
export async function gateBefore(port: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const through = (socket: Socket): void => {
    const inside = connect(port, '127.0.0.1');
    for (const one of [socket, inside]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(inside).pipe(socket);
  };
  const listen = async (at: number): Promise<Server> => {
    const listening = createServer(through).listen(at, '127.0.0.1');
    await once(listening, 'listening');
    return listening;
  };
  let server: Server | undefined = await listen(0);
  const { port: own } = server.address() as AddressInfo;
  const gate: Gate = {
    url: `http://127.0.0.1:${own}/iso18626`,
    async open() {
      server ??= await listen(own);
    },
    async close() {
      const closing = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      if (closing === undefined) return;
      closing.close();
      await once(closing, 'close');
    },
  };
  await gate.close();
  return gate;
}
