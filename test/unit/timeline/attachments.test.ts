import assert from 'node:assert/strict';
import { type FileHandle, mkdir, open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotPossibleError } from '../../../src/core/errors.ts';
import {
  attachmentFile,
  keepAttachment,
  mediaTypeOf,
  readAttachment,
} from '../../../src/core/timeline/attachments.ts';
import { largestAttachment, noteDataOf } from '../../../src/core/timeline/noteData.ts';
import { sampleEntry } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

describe('Files beside the journal', () => {
  const folder = temporaryFolder();

  it('are kept under their content and what is harmless of their names, for their owner alone', async () => {
    const kept = await keepAttachment(folder(), '../../Bildschirmfoto 10:15 — pool.png', png);
    assert.match(kept.path, /^attachments\/[0-9a-f]{16}-Bildschirmfoto-10-15-pool\.png$/);
    assert.deepEqual([kept.bytes, kept.mediaType], [png.length, 'image/png']);
    const path = join(folder(), kept.path);
    assert.deepEqual(new Uint8Array(await readFile(path)), png);
    if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(new Uint8Array(await readAttachment(folder(), kept)), png);
  });

  it('are kept once however often they come, and whole where an earlier writing was cut off', async () => {
    const kept = await keepAttachment(folder(), 'a.png', png);
    await writeFile(join(folder(), kept.path), png.subarray(0, 4));
    assert.deepEqual(await keepAttachment(folder(), 'a.png', png), kept);
    assert.deepEqual(new Uint8Array(await readFile(join(folder(), kept.path))), png);
    assert.equal((await readdir(join(folder(), 'attachments'))).length, 1);
  });

  describe('on a disk that takes a part at a time', () => {
    let prototype: FileHandle;
    let write: (bytes: Uint8Array, from: number, length: number, at: number) => Promise<unknown>;
    before(async () => {
      const file = await open(process.execPath);
      prototype = Object.getPrototypeOf(file) as FileHandle;
      await file.close();
      write = prototype.write as typeof write;
    });
    afterEach(() => Object.assign(prototype, { write }));
    const takes = (most: () => number) => {
      const takesLess: typeof write = function (this: FileHandle, bytes, from, length, at) {
        return write.call(this, bytes, from, Math.min(length, most()), at);
      };
      Object.assign(prototype, { write: takesLess });
    };

    it('are written on with', async () => {
      takes(() => 4);
      const kept = await keepAttachment(folder(), 'a.png', png);
      assert.deepEqual(new Uint8Array(await readFile(join(folder(), kept.path))), png);
    });

    it('are refused where it takes nothing any more', async () => {
      let room = 8;
      takes(() => Math.min(4, (room -= 4) + 4));
      await assert.rejects(keepAttachment(folder(), 'a.png', png), /the disk is full/);
    });
  });

  it('never leave the folder, whatever their names', async () => {
    const names = [
      '..',
      '.',
      '',
      '/etc/passwd',
      '..\\..\\x',
      'CON',
      '-rf',
      '\u202Egnp.exe',
      'x'.repeat(500),
      'a\u0000b',
      '.bashrc',
    ];
    for (const name of names) {
      const kept = await keepAttachment(folder(), name, Buffer.from(name || 'x'));
      assert.match(kept.path, /^attachments\/[0-9a-f]{16}-[A-Za-z0-9_][A-Za-z0-9._-]*$/, name);
      assert.equal(await attachmentFile(folder(), kept), join(folder(), kept.path));
    }
  });

  it('are refused where they are empty, too large, or a link stands in their place', async () => {
    const refused = (work: Promise<unknown>) => assert.rejects(work, NotPossibleError);
    await refused(keepAttachment(folder(), 'a.txt', new Uint8Array()));
    await refused(keepAttachment(folder(), 'a.txt', new Uint8Array(largestAttachment + 1)));
    const elsewhere = join(folder(), 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(folder(), 'attachments'));
    await refused(keepAttachment(folder(), 'a.png', png));
    assert.deepEqual(await readdir(elsewhere), []);
    await refused(
      attachmentFile(folder(), {
        path: 'attachments/0123456789abcdef-x',
        name: 'x',
        bytes: 1,
        mediaType: '',
      }),
    );
  });

  it('are not written through a link, nor read through one', async () => {
    const kept = await keepAttachment(folder(), 'a.png', png);
    const target = join(folder(), 'target');
    await writeFile(target, 'keep me');
    const other = { ...kept, path: kept.path.replace(/^attachments\/./, 'attachments/f') };
    await symlink(target, join(folder(), other.path));
    await assert.rejects(readAttachment(folder(), other), NotPossibleError);
    assert.equal(await readFile(target, 'utf8'), 'keep me');
  });

  it('are pictures by what their bytes say, and never by their names', () => {
    const text = (words: string) => Uint8Array.from(Buffer.from(words, 'latin1'));
    assert.equal(mediaTypeOf(png), 'image/png');
    assert.equal(mediaTypeOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])), 'image/jpeg');
    assert.equal(mediaTypeOf(text('GIF89a…')), 'image/gif');
    assert.equal(mediaTypeOf(text('RIFF1234WEBPVP8 ')), 'image/webp');
    for (const words of ['<svg onload=alert(1)>', 'GIF', 'RIFF1234WAVE', '']) {
      assert.equal(mediaTypeOf(text(words)), 'application/octet-stream', words);
    }
  });
});

describe('noteDataOf', () => {
  const attachment = {
    path: 'attachments/0123456789abcdef-a.png',
    name: 'a.png',
    bytes: 3,
    mediaType: 'image/png',
  };
  const source = { type: 'file', name: 'src/a.ts', fromLine: 1, toLine: 2 };
  const link = { href: 'https://a.example/', title: 'A' };

  it('gives what stands beside the text', () => {
    const data = { attachments: [attachment], source, links: [link] };
    assert.deepEqual(noteDataOf(sampleEntry(1, { data })), data);
    assert.deepEqual(noteDataOf(sampleEntry(1)), {});
  });

  it('leaves out what is not whole, and every path that leads elsewhere', () => {
    const paths = [
      '../a',
      'attachments/../../a',
      '/etc/passwd',
      'attachments/a.png',
      'output/0123456789abcdef-a',
      'attachments/0123456789abcdef-a/../b',
      7,
    ];
    for (const path of paths) {
      const data = { attachments: [{ ...attachment, path }, attachment] };
      assert.deepEqual(noteDataOf(sampleEntry(1, { data })), { attachments: [attachment] }, String(path));
    }
    const data = {
      attachments: 'x',
      source: { ...source, fromLine: 0 },
      links: [{ href: 1, title: 'x' }, null],
    };
    assert.deepEqual(noteDataOf(sampleEntry(1, { data })), {});
  });
});
