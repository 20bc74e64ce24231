import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Where nothing should ever go: keeps every byte that arrives, and answers whatever it is with an empty object. */
export class RecordingServer {
  readonly #sockets = new Set<Socket>();
  readonly #received: Buffer[] = [];
  /** How many connections were made, also those that sent nothing. */
  connections = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RecordingServer> {
    const server = createServer();
    const recording = new RecordingServer(server);
    server.on('connection', socket => recording.#listen(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return recording;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything that arrived, on all connections. */
  get received(): string {
    return Buffer.concat(this.#received).toString('latin1');
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => this.server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #listen(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', bytes => {
      this.#received.push(bytes);
      if (this.received.includes('\r\n\r\n'))
        socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
    });
  }
}
