import { request, type Server } from 'node:http';
import dynalite from 'dynalite';

export interface EngineAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Tables and expressions: dynalite, reached by this process only. Everything around them is ours. */
export class Engine {
  readonly #server: Server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  #port = 0;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as { port: number }).port;
  }

  send(operation: string, input: unknown): Promise<EngineAnswer> {
    const payload = JSON.stringify(input);
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(payload),
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        // The engine only looks whether there is one; the door has checked the real one.
        authorization:
          'AWS4-HMAC-SHA256 Credential=e/20260101/e/dynamodb/aws4_request, SignedHeaders=host, Signature=e',
      };
      request({ port: this.#port, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
          resolve({ status: answer.statusCode!, body });
        });
      })
        .on('error', reject)
        .end(payload);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
