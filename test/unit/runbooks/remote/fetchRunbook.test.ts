import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { RemoteRunbookError } from '../../../../src/core/errors.ts';
import { fetchRunbook, type RemoteRunbookParts } from '../../../../src/core/runbooks/remote/fetchRunbook.ts';
import { FakeClock } from '../../fakeClock.ts';
import { listening } from '../../incidents/loopbackServer.ts';
import { selfSigned } from '../../incidents/selfSigned.ts';
import { names, RemoteServer } from './remoteServer.ts';

describe('fetchRunbook', () => {
  let server: RemoteServer;
  let clock: FakeClock;
  let lookups: string[];

  before(async () => {
    server = await RemoteServer.start();
  });
  after(() => server.stop());

  beforeEach(() => {
    server.seen.length = 0;
    clock = new FakeClock();
    lookups = [];
  });
  afterEach(() => assert.equal(clock.pending, 0, 'a timer was left'));

  const here = [{ address: '127.0.0.1' }];
  const allowed = () => names.map(name => `${name}:${server.port}`);
  const parts = (): RemoteRunbookParts => ({
    clock,
    ca: server.certificate.cert,
    lookup: host => (lookups.push(host), Promise.resolve(here)),
    // Servers of this test are on loopback: the one exception to what is allowed.
    isAllowedAddress: address => address === '127.0.0.1',
  });
  const get = (href = server.url(), others: Partial<RemoteRunbookParts> = {}, list = allowed()) =>
    fetchRunbook(href, list, { ...parts(), ...others });

  async function refused(fetching: Promise<unknown>): Promise<RemoteRunbookError> {
    const error = await fetching.then(
      () => null,
      (found: unknown) => found,
    );
    assert.ok(error instanceof RemoteRunbookError, `not refused, but ${String(error)}`);
    assert.match(error.message, /\.$/);
    assert.match(error.nextStep, /\.$/);
    return error;
  }
  const refusal = async (fetching: Promise<unknown>) => (await refused(fetching)).refusal;

  /** Answers with headers and whatever bytes. */
  const answering =
    (headers: Record<string, string>, body: Buffer | string = '# R\n', status = 200) =>
    (_request: unknown, response: ServerResponse) =>
      void response.writeHead(status, headers).end(body);

  const markdown = { 'content-type': 'text/markdown; charset=utf-8' };

  it('gives the text, the address without fragment and the host', async () => {
    server.handler = answering(markdown, '# Größe\n');
    assert.deepEqual(await get(server.url('/a/b.md?v=1#step')), {
      text: '# Größe\n',
      href: server.url('/a/b.md?v=1'),
      host: `docs.example.com:${server.port}`,
    });
    assert.deepEqual(
      server.seen.map(({ method, host, path }) => [method, host, path]),
      [['GET', `docs.example.com:${server.port}`, '/a/b.md?v=1']],
    );
  });

  it('sends nothing of the person: no key, cookie, referrer or proxy header', async () => {
    server.handler = answering({ ...markdown, 'set-cookie': 'a=b' });
    await get();
    await get();
    for (const { headers } of server.seen)
      assert.deepEqual(Object.keys(headers).sort(), [
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ]);
  });

  it('asks no proxy, whatever the environment says', async () => {
    const names = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'];
    const before = names.map(name => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = 'http://127.0.0.1:9';
    try {
      server.handler = answering(markdown);
      assert.equal((await get()).text, '# R\n');
    } finally {
      // One by one: an object in its place would not be the process’s environment any more.
      for (const [name, value] of before)
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
  });

  it('asks nobody for a host that is not on the list, also of its name', async () => {
    assert.equal(await refusal(get('https://evil.example/a.md')), 'hostNotAllowed');
    assert.equal(await refusal(get(server.url('/a', 'docs.example.com'), {}, [])), 'hostNotAllowed');
    assert.deepEqual([lookups, server.seen], [[], []]);
  });

  describe('addresses', () => {
    const real = (addresses: string[]) => ({
      lookup: () => Promise.resolve(addresses.map(address => ({ address }))),
    });
    for (const address of [
      '127.0.0.1',
      '::1',
      '10.0.0.1',
      '169.254.169.254',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
    ]) {
      it(`refuses a host that resolves to ${address}`, async () => {
        const { isAllowedAddress: _, ...rest } = parts();
        const { lookup } = real([address]);
        assert.equal(
          await refusal(fetchRunbook(server.url(), allowed(), { ...rest, lookup })),
          'privateAddress',
        );
        const both = real(['93.184.215.14', address]).lookup;
        assert.equal(
          await refusal(fetchRunbook(server.url(), allowed(), { ...rest, lookup: both })),
          'privateAddress',
        );
        const last = real([...Array.from({ length: 9 }, (_, n) => `93.184.215.${n}`), address]).lookup;
        assert.equal(
          await refusal(fetchRunbook(server.url(), allowed(), { ...rest, lookup: last })),
          'privateAddress',
        );
        assert.deepEqual(server.seen, []);
      });
    }

    it('refuses numbers of this machine and network in the address itself, however they are written', async () => {
      const { isAllowedAddress: _, ...rest } = parts();
      for (const host of [
        '127.0.0.1',
        '0x7f.1',
        '2130706433',
        '017700000001',
        '[::1]',
        '[::ffff:127.0.0.1]',
        '169.254.169.254',
        '0',
      ]) {
        const list = [`${host}:${server.port}`];
        assert.equal(
          await refusal(fetchRunbook(`https://${host}:${server.port}/`, list, rest)),
          'privateAddress',
          host,
        );
      }
      assert.deepEqual([lookups, server.seen], [[], []]);
    });

    it('looks a name up once and connects to that address: a resolver that changes its mind is not asked again', async () => {
      server.handler = answering(markdown);
      let turn = 0;
      const lookup = () => Promise.resolve([{ address: ['127.0.0.1', '10.0.0.1'][turn++]! }]);
      assert.equal((await get(server.url(), { lookup })).text, '# R\n');
      assert.equal(turn, 1);
      assert.equal(await refusal(get(server.url(), { lookup })), 'privateAddress');
    });

    it('looks again at each redirect: a name that leads inside then is refused', async () => {
      let turn = 0;
      const lookup = () => Promise.resolve([{ address: ['127.0.0.1', '192.168.0.1'][turn++]! }]);
      server.handler = answering({ location: '/b.md' }, '', 302);
      assert.equal(await refusal(get(server.url(), { lookup })), 'privateAddress');
      assert.equal(server.seen.length, 1);
    });

    it('looks at where the connection really leads', async () => {
      let asked = 0;
      // Allowed when it is looked up, and no more when it is connected.
      const isAllowedAddress = () => asked++ === 0;
      assert.equal(await refusal(get(server.url(), { isAllowedAddress })), 'unreachable');
      assert.deepEqual(server.seen, []);
    });

    it('goes on to the next address where one does not answer', async () => {
      server.handler = answering(markdown);
      const lookup = () => Promise.resolve([{ address: '127.0.0.2' }, { address: '127.0.0.1' }]);
      const isAllowedAddress = (address: string) => address.startsWith('127.0.0.');
      assert.equal((await get(server.url(), { lookup, isAllowedAddress })).text, '# R\n');
    });

    it('says that a host which does not resolve, or has no address, cannot be reached', async () => {
      const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      assert.equal(await refusal(get(server.url(), { lookup: () => Promise.reject(error) })), 'unreachable');
      assert.equal(await refusal(get(server.url(), { lookup: () => Promise.resolve([]) })), 'unreachable');
    });
  });

  describe('certificates', () => {
    it('one that nobody vouches for is refused', async () => {
      assert.equal(await refusal(get(server.url(), { ca: selfSigned().cert })), 'certificate');
      assert.deepEqual(server.seen, []);
    });

    it('one of another name is refused', async () => {
      const href = server.url('/a.md', 'wrong.example.com');
      assert.equal(await refusal(get(href, {}, [new URL(href).host])), 'certificate');
      assert.deepEqual(server.seen, []);
    });

    it('a server that speaks no https is none', async () => {
      const plain = createPlainServer(socket => {
        socket.on('error', () => {});
        socket.resume();
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n# R\n');
      });
      await listening(plain, async port => {
        const host = `docs.example.com:${port}`;
        assert.equal(await refusal(get(`https://${host}/`, {}, [host])), 'certificate');
      });
    });
  });

  describe('redirects', () => {
    const to = (location: string, status = 302) => {
      server.handler = (request, response) =>
        request.url === '/a.md'
          ? void response.writeHead(status, { location }).end()
          : void response.writeHead(200, markdown).end('# There\n');
    };

    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status} is followed to an allowed host, and the host is told`, async () => {
        to(server.url('/b.md', 'other.example.com'), status);
        const { text, host, href } = await get();
        assert.deepEqual(
          [text, host, href],
          ['# There\n', `other.example.com:${server.port}`, server.url('/b.md', 'other.example.com')],
        );
        assert.deepEqual(lookups, ['docs.example.com', 'other.example.com']);
      });
    }

    const refusals: [location: string, answer: string][] = [
      ['https://evil.example/b.md', 'hostNotAllowed'],
      ['//evil.example/b.md', 'hostNotAllowed'],
      ['https://127.0.0.1/', 'hostNotAllowed'],
      ['https://169.254.169.254/latest/meta-data/', 'hostNotAllowed'],
      ['https://localhost/', 'hostNotAllowed'],
      ['https://docs.example.com/b.md', 'portNotAllowed'],
      ['https://docs.example.com:22/', 'portNotAllowed'],
      ['http://docs.example.com:PORT/b.md', 'notHttps'],
      ['http://169.254.169.254/', 'notHttps'],
      ['https://user:pass@docs.example.com:PORT/b.md', 'credentials'],
      ['file:///etc/passwd', 'notAnAddress'],
      ['data:text/markdown,x', 'notAnAddress'],
      ['javascript:1', 'notAnAddress'],
      ['https://exa mple/', 'redirects'],
      ['/a.md', 'redirects'],
      ['#here', 'redirects'],
    ];
    for (const [location, answer] of refusals) {
      it(`to ${location} is not followed: ${answer}`, async () => {
        to(location.replace('PORT', String(server.port)));
        assert.equal(await refusal(get()), answer);
        assert.equal(server.seen.length, 1);
      });
    }

    it('without a location leads nowhere', async () => {
      server.handler = answering({}, '', 302);
      assert.equal(await refusal(get()), 'redirects');
    });

    it('five are followed and six are not, nor one in a circle', async () => {
      const chain = (length: number) => {
        server.handler = (request, response) => {
          const hop = Number(request.url!.slice(1)) || 0;
          if (hop < length) response.writeHead(302, { location: `/${hop + 1}` }).end();
          else response.writeHead(200, markdown).end('# End\n');
        };
      };
      chain(5);
      assert.equal((await get(server.url('/0'))).text, '# End\n');
      chain(6);
      assert.equal(await refusal(get(server.url('/0'))), 'redirects');
      server.seen.length = 0;
      server.handler = (request, response) =>
        void response.writeHead(302, { location: request.url === '/0' ? '/1' : '/0' }).end();
      assert.equal(await refusal(get(server.url('/0'))), 'redirects');
      assert.equal(server.seen.length, 2);
    });

    it('takes no body of one', async () => {
      server.handler = (request, response) => {
        if (request.url === '/b.md') return void response.writeHead(200, markdown).end('# There\n');
        response.writeHead(302, { location: '/b.md' });
        response.write('x'.repeat(64 * 1024));
      };
      assert.equal((await get()).text, '# There\n');
      await server.idle();
    });
  });

  describe('answers', () => {
    const types: [type: string | null, answer: string][] = [
      ['text/markdown', 'ok'],
      ['text/plain; charset=UTF-8', 'ok'],
      ['text/x-markdown;charset="utf-8"', 'ok'],
      ['text/plain;charset=us-ascii', 'ok'],
      ['application/octet-stream', 'ok'],
      ['TEXT/Markdown', 'ok'],
      [null, 'ok'],
      ['text/html; charset=utf-8', 'type'],
      ['application/xhtml+xml', 'type'],
      ['application/json', 'type'],
      ['application/pdf', 'type'],
      ['image/png', 'type'],
      ['multipart/form-data', 'type'],
      ['text/plain; charset=iso-8859-1', 'encoding'],
      ['text/plain; charset=utf-16', 'encoding'],
      ['nonsense', 'type'],
    ];
    for (const [type, answer] of types) {
      it(`of type ${type ?? 'nothing'}: ${answer}`, async () => {
        server.handler = answering(type === null ? {} : { 'content-type': type });
        if (answer === 'ok') assert.equal((await get()).text, '# R\n');
        else assert.equal(await refusal(get()), answer);
      });
    }

    it('a page that calls itself a text is a page', async () => {
      for (const page of ['<!DOCTYPE html><title>Sign in</title>', '\n <html lang="en">']) {
        server.handler = answering({ 'content-type': 'text/plain' }, page);
        assert.match((await refused(get())).message, /a web page instead of a Markdown file/);
      }
    });

    for (const [status, words] of [
      [401, /sign-in \(HTTP 401\)/],
      [403, /sign-in/],
      [404, /has no such page/],
      [500, /could not give/],
      [204, /could not give/],
      [304, /could not give/],
    ] as const) {
      it(`${status} is no runbook`, async () => {
        server.handler = answering(markdown, '', status);
        const error = await refused(get());
        assert.equal(error.refusal, 'status');
        assert.match(error.message, words);
      });
    }

    it('what is no UTF-8, or holds a null, is no text', async () => {
      for (const body of [
        Buffer.from([0x23, 0xff, 0xfe]),
        Buffer.from([0xc3]),
        Buffer.from('a\0b'),
        Buffer.from([0xed, 0xa0, 0x80]),
      ]) {
        server.handler = answering(markdown, body);
        assert.equal(await refusal(get()), 'encoding');
      }
    });

    const packers: [name: string, pack: (text: Buffer) => Buffer][] = [
      ['gzip', gzipSync],
      ['x-gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ];
    for (const [encoding, pack] of packers) {
      const headers = { ...markdown, 'content-encoding': encoding };
      it(`${encoding} is unpacked, a bomb of it is not, nor what is cut or is none`, async () => {
        server.handler = answering(headers, pack(Buffer.from('# Packed\n')));
        assert.equal((await get()).text, '# Packed\n');
        const bomb = pack(Buffer.alloc(64 * 1024 * 1024, 'a'));
        assert.ok(bomb.length < 100_000);
        server.handler = answering(headers, bomb);
        assert.equal(await refusal(get()), 'tooLarge');
        server.handler = answering(headers, pack(Buffer.from('# Packed\n'.repeat(50))).subarray(0, 12));
        assert.equal(await refusal(get()), 'encoding');
        server.handler = answering(headers, '# not packed at all\n');
        assert.equal(await refusal(get()), 'encoding');
        await server.idle();
      });
    }

    it('what is packed twice, or in a way that is not known, is refused', async () => {
      for (const encoding of ['gzip, gzip', 'zstd', 'compress', 'aes128gcm']) {
        server.handler = answering(
          { ...markdown, 'content-encoding': encoding },
          gzipSync(gzipSync('# R\n')),
        );
        assert.equal(await refusal(get()), 'encoding', encoding);
      }
    });

    it('1 MB is read and a byte more is not, whether it is announced or not', async () => {
      const full = Buffer.alloc(1024 * 1024, 'a');
      server.handler = answering(markdown, full);
      assert.equal((await get()).text.length, full.length);
      server.handler = answering(markdown, Buffer.concat([full, Buffer.from('b')]));
      assert.equal(await refusal(get()), 'tooLarge');
      server.handler = (_request, response) => {
        response.writeHead(200, markdown);
        response.write(full);
        response.end('b');
      };
      assert.equal(await refusal(get()), 'tooLarge');
      server.handler = answering({ ...markdown, 'content-length': String(2 ** 40) }, '');
      assert.equal(await refusal(get()), 'tooLarge');
    });

    it('an endless one is given up, and its connection closed', async () => {
      server.handler = (_request, response) => {
        response.writeHead(200, markdown);
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(16 * 1024)));
        };
        response.on('drain', more);
        more();
      };
      assert.equal(await refusal(get()), 'tooLarge');
      await server.idle();
    });

    it('one of the wrong length is cut', async () => {
      server.handler = (_request, response) => {
        response.writeHead(200, { ...markdown, 'content-length': '100' });
        response.write('# half', () => response.destroy());
      };
      assert.equal(await refusal(get()), 'cut');
      server.handler = (request, response) => {
        response.destroy();
        request.destroy();
      };
      assert.equal(await refusal(get()), 'cut');
    });

    it('one that is no HTTP, changes the protocol, or has endless headers, is refused', async () => {
      const raw = (text: string) => {
        server.handler = (request, response) => {
          request.socket.end(text);
          response.destroy();
        };
      };
      for (const text of [
        'SSH-2.0-x\r\n\r\n',
        `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(50_000)}\r\n`,
        'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
      ]) {
        raw(text);
        assert.ok(['cut', 'unreachable'].includes(await refusal(get())), text.slice(0, 20));
      }
    });
  });

  describe('time', () => {
    /** Waits for the server to be asked, then lets ten seconds pass. */
    async function late(fetching: Promise<unknown>, asked: Promise<void>): Promise<string> {
      const answer = refusal(fetching);
      await asked;
      await clock.advance(10_000);
      return answer;
    }

    it('a server that never answers, or drips, is given up after ten seconds in all', async () => {
      for (const drip of [false, true]) {
        const asked = new Promise<void>(resolve => {
          server.handler = (_request, response) => {
            if (drip) response.writeHead(200, markdown).write('#');
            resolve();
          };
        });
        assert.equal(await late(get(), asked), 'tooSlow');
        await server.idle();
      }
    });

    it('a resolver that never answers is not waited for', async () => {
      const asked = new Promise<void>(resolve => setImmediate(resolve));
      assert.equal(await late(get(server.url(), { lookup: () => new Promise(() => {}) }), asked), 'tooSlow');
    });

    it('a handshake that never ends is given up', async () => {
      let connected = () => {};
      const asked = new Promise<void>(resolve => (connected = resolve));
      const silent = createPlainServer(socket => {
        socket.on('error', () => {});
        socket.resume();
        connected();
      });
      await listening(silent, async port => {
        const host = `docs.example.com:${port}`;
        assert.equal(await late(get(`https://${host}/`, {}, [host]), asked), 'tooSlow');
      });
    });

    it('the time counts over all redirects together', async () => {
      let hops = 0;
      const waiting: (() => void)[] = [];
      server.handler = (_request, response) => {
        const hop = ++hops;
        const answer = () => void response.writeHead(302, { location: `/${hop}` }).end();
        waiting.shift()?.();
        if (hop === 3) return;
        void clock.advance(4_000).then(answer);
      };
      const third = new Promise<void>(resolve =>
        waiting.push(
          () => {},
          () => {},
          resolve,
        ),
      );
      const answer = refusal(get(server.url('/0')));
      await third;
      await clock.advance(2_000);
      assert.equal(await answer, 'tooSlow');
    });
  });

  describe('GitHub', () => {
    const page = 'https://github.com/x/y/blob/main/a.md#step';

    it('asks for the raw file instead of its page, and only where both hosts are allowed', async () => {
      assert.equal((await refused(get(page, {}, ['github.com']))).host, 'raw.githubusercontent.com');
      assert.equal((await refused(get(page, {}, ['raw.githubusercontent.com']))).host, 'github.com');
      assert.deepEqual([lookups, server.seen], [[], []]);
      const lookup = (host: string) => (lookups.push(host), Promise.reject(new Error('offline')));
      await refused(get(page, { lookup }, ['github.com', 'raw.githubusercontent.com']));
      assert.deepEqual(lookups, ['raw.githubusercontent.com']);
    });
  });
});
