import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { t } from '@vscode/l10n';
import { RemoteRunbookError } from '../../errors.ts';

/** As for a file: a runbook of more is no runbook. After decompression. */
const mostBytes = 1024 * 1024;

/** Types that a Markdown file is sent as; `octet-stream` is what a server says that knows nothing better. */
const textTypes = /^(?:text\/[\w.+-]+|application\/(?:octet-stream|markdown|x-markdown))$/;
const pageTypes = /^(?:text\/html|application\/xhtml\+xml)$/;

/** The text of the answer, read within bounds; throws RemoteRunbookError for what is no Markdown text in UTF-8. */
export async function readText(response: IncomingMessage, host: string): Promise<string> {
  checkType(response, host);
  const announced = Number(response.headers['content-length'] ?? 0);
  if (announced > mostBytes) throw tooLarge(host);
  const bytes = await readBytes(response, host);
  const text = textOf(bytes);
  if (text === null) {
    throw new RemoteRunbookError(
      t('What {0} sent is no text in UTF-8.', host),
      t('Open the link in a browser and see what it is.'),
      'encoding',
    );
  }
  // Pages come as `text/plain` too, from servers that know nothing better.
  if (/^\s*(?:<!doctype html|<html[\s>])/i.test(text)) throw isPage(host);
  return text;
}

function checkType({ headers }: IncomingMessage, host: string): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? 'application/octet-stream')
    .toLowerCase()
    .split(';')
    .map(part => part.trim());
  if (pageTypes.test(type)) throw isPage(host);
  const charset = parameters.find(part => part.startsWith('charset='))?.slice('charset='.length);
  const utf8 = charset === undefined || /^"?(?:utf-?8|us-ascii)"?$/.test(charset);
  if (textTypes.test(type) && utf8) return;
  const sent = type.slice(0, 100);
  throw new RemoteRunbookError(
    utf8
      ? t('What {0} sent is no Markdown text, but “{1}”.', host, sent)
      : t('What {0} sent is no Markdown text, but “{1}” in {2}.', host, sent, charset),
    t('Link to the Markdown file itself, or open the link in a browser.'),
    utf8 ? 'type' : 'encoding',
  );
}

async function readBytes(response: IncomingMessage, host: string): Promise<Buffer> {
  const decoder = decoderOf(response.headers['content-encoding'], host);
  const body: Readable = decoder ? response.pipe(decoder) : response;
  // `pipe` hands on neither error nor a connection that was cut.
  response.on('error', error => decoder?.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge(host);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoderOf(encoding: string | undefined, host: string): Transform | null {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new RemoteRunbookError(
        t('{0} packs its answer in a way that is not known here.', host),
        t('Open the link in a browser.'),
        'encoding',
      );
  }
}

function textOf(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function tooLarge(host: string): RemoteRunbookError {
  return new RemoteRunbookError(
    t('What {0} sends is larger than 1 MB, so it is no runbook that can be shown.', host),
    t('Open the link in a browser.'),
    'tooLarge',
  );
}

function isPage(host: string): RemoteRunbookError {
  return new RemoteRunbookError(
    t('{0} answered with a web page instead of a Markdown file.', host),
    t(
      'Link to the raw file, or open the link in a browser; a page that wants a sign-in cannot be fetched either.',
    ),
    'type',
  );
}
