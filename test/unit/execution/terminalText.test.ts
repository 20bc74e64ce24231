import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerminalText } from '../../../src/core/execution/terminalText.ts';
import { corpusPath } from '../../fixtures.ts';

const ESC = '\x1b';
const sizes = { head: 100_000, tail: 100_000 };

function plain(...pieces: string[]): string {
  const text = new TerminalText(sizes);
  for (const piece of pieces) text.write(piece);
  return text.read().head;
}

/** Anything but line end and tab would still act on whoever shows the text. */
const controls = /(?![\n\t])\p{Cc}/u;

describe('TerminalText', () => {
  const cases: readonly (readonly [name: string, raw: string, expected: string])[] = [
    ['plain lines', 'one\r\ntwo\n', 'one\ntwo\n'],
    ['colours', `${ESC}[1;31mred${ESC}[0m ${ESC}[38:2::1:2:3mx${ESC}[m`, 'red x'],
    ['8-bit CSI', '\x9b31mred\x9b0m', 'red'],
    ['VS Code’s marks', `${ESC}]633;C\x07out${ESC}]633;D;0\x07${ESC}]633;P;Cwd=/a${ESC}\\!`, 'out!'],
    ['a title and a link', `${ESC}]0;title\x07${ESC}]8;;https://x${ESC}\\link${ESC}]8;;${ESC}\\`, 'link'],
    [
      'DCS, APC, PM and SOS',
      `a${ESC}P1$q${ESC}\\b${ESC}_x\r\n${ESC}\\c${ESC}^y${ESC}\\d${ESC}Xz${ESC}\\e`,
      'abcde',
    ],
    ['8-bit strings', 'a\x90q\x9cb\x9fx\x9cc\x9dt\x07d', 'abcd'],
    ['a string ended by another sequence', `${ESC}]0;t${ESC}[31mx`, 'x'],
    ['a cancelled sequence', `${ESC}[31\x18x${ESC}]0;t\x1ay`, 'xy'],
    ['an unfinished sequence', `x${ESC}[31`, 'x'],
    ['character sets and keypad modes', `${ESC}(B${ESC}=${ESC}>${ESC}#8x${ESC}7${ESC}8`, 'x'],
    ['carriage return over a longer line', '100 %\r 7', ' 70 %'],
    ['a progress bar', `10 %\r${ESC}[K20 %\r${ESC}[Kdone\r\n`, 'done\n'],
    ['backspace', 'passwort\bd!', 'password!'],
    ['backspace at the start', '\b\bx', 'x'],
    ['erase to the end', `abcdef${ESC}[3D${ESC}[K`, 'abc'],
    ['erase to the start', `abcdef${ESC}[3D${ESC}[1K`, '    ef'],
    ['erase the line', `abcdef${ESC}[2K\rx`, 'x'],
    ['columns', `abc${ESC}[2Gx${ESC}[10Gy${ESC}[2Cz`, 'axc      y  z'],
    ['a huge column', `a${ESC}[999999999Gx\rb`, `b${' '.repeat(511)}x`],
    ['another row', `one${ESC}[2Atwo${ESC}[5;5Hthree`, 'one\ntwo\nthree'],
    ['clear on an empty screen', `${ESC}[H${ESC}[2J${ESC}[3Jx`, 'x'],
    ['the alternate screen', `a\r\n${ESC}[?1049h${ESC}[Hvim\r\n~${ESC}[?1049lb`, 'a\nb'],
    ['older alternate screens', `a${ESC}[?47hx${ESC}[?47lb${ESC}[?25;1047hx${ESC}[?1047lc`, 'abc'],
    ['other private modes', `${ESC}[?25l${ESC}[?2004hx${ESC}[?25h`, 'x'],
    ['bell, NUL and DEL', 'a\x07b\0c\x7fd', 'abcd'],
    ['tabs', 'a\tb', 'a\tb'],
    ['vertical tab, form feed, NEL', 'a\x0bb\x0cc\x85d', 'a\nb\nc\nd'],
    ['overwriting an emoji', '💥💥\rx', 'x💥'],
    ['bidi overrides', 'a\u202eb\u2066c\u2069', 'abc'],
  ];

  for (const [name, raw, expected] of cases) {
    it(`reads ${name}`, () => assert.equal(plain(raw), expected));
  }

  it('reads the same however the output is split', () => {
    const all = cases.map(([, raw]) => raw.slice(0, 200)).join('\r\n|');
    const whole = plain(all);
    for (let at = 1; at < all.length; at += 1)
      assert.equal(plain(all.slice(0, at), all.slice(at)), whole, `split at ${at}`);
    assert.equal(plain(...all.split('')), whole, 'one unit at a time');
  });

  it('counts bytes the same however the output is split', () => {
    const text = new TerminalText(sizes);
    for (const unit of 'é💥\r\n'.split('')) text.write(unit);
    assert.equal(text.bytes, 8);
  });

  it('keeps head and tail of endless output, and says that it was cut', () => {
    const text = new TerminalText({ head: 10, tail: 10 });
    for (let line = 0; line < 5_000; line += 1) text.write(`line ${line}\r\n`);
    assert.deepEqual(text.read(), { head: 'line 0\nlin', tail: 'line 4999\n', cut: true });
    assert.equal(text.bytes, 53_890);
  });

  it('does not call a text cut that just fits', () => {
    const text = new TerminalText({ head: 3, tail: 3 });
    text.write('abcdef');
    assert.deepEqual(text.read(), { head: 'abcdef', tail: '', cut: false });
    text.write('g');
    assert.deepEqual(text.read(), { head: 'abc', tail: 'efg', cut: true });
  });

  it('cuts no character in half', () => {
    const text = new TerminalText({ head: 3, tail: 3 });
    text.write('💥💥💥💥💥');
    assert.deepEqual(text.read(), { head: '💥', tail: '💥', cut: true });
  });

  it('reads the same cut text however the output is split', () => {
    const raw = Array.from({ length: 60 }, (_, n) => `${n}é💥\r\n`).join('');
    const read = (...pieces: string[]) => {
      const text = new TerminalText({ head: 7, tail: 11 });
      for (const piece of pieces) text.write(piece);
      return text.read();
    };
    const whole = read(raw);
    assert.ok(whole.cut);
    for (let at = 1; at < raw.length; at += 1)
      assert.deepEqual(read(raw.slice(0, at), raw.slice(at)), whole, `split at ${at}`);
  });

  it('survives output without any line end, and sequences without any end', () => {
    const text = new TerminalText({ head: 100, tail: 100 });
    for (let piece = 0; piece < 200; piece += 1) text.write('x'.repeat(10_000));
    text.write(`${ESC}[`);
    for (let piece = 0; piece < 20; piece += 1) text.write('1;'.repeat(5_000));
    text.write('mend');
    const { tail, cut } = text.read();
    assert.ok(cut);
    assert.ok(tail.endsWith('xxend'), tail);
    assert.equal(tail.length, 100);
  });

  it('leaves no control character of xterm’s own escape sequences, split anywhere', function () {
    const corpus = corpusPath('xterm-escapes/test/fixtures/escape_sequence_files');
    if (corpus === null) return this.skip();
    const names = readdirSync(corpus).filter(name => name.endsWith('.in'));
    assert.ok(names.length > 70);
    for (const name of names) {
      const raw: string = readFileSync(join(corpus, name), 'utf8');
      const whole = plain(raw);
      assert.doesNotMatch(whole, controls, name);
      assert.equal(plain(...raw.split('')), whole, name);
    }
  });

  it('leaves no control character of random bytes', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const random = (below: number) => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) % below;
    const telling = [
      ...'[]?;:;0149hlmKPX^_\\ABCDGH#( a\n\r\b\t\x07\x18\x1b\x1b\x1b\x90\x9b\x9c\x9d\x9f\x85\x7f\ud83d\udca5',
    ];
    for (let round = 0; round < 300; round += 1) {
      const raw = Array.from({ length: 200 }, () => telling[(random(1 << 20) >> 4) % telling.length]!).join(
        '',
      );
      const whole = plain(raw);
      assert.doesNotMatch(whole, controls, `seed ${seed}, round ${round}: ${JSON.stringify(raw)}`);
      const at = (random(1 << 20) >> 4) % raw.length;
      assert.equal(
        plain(raw.slice(0, at), raw.slice(at)),
        whole,
        `seed ${seed}, round ${round}, split at ${at}`,
      );
    }
  });
});
