import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusPath } from '../fixtures.ts';

/** Ways in that the corpora do not have: into our attributes, our own markup, the page around it, VS Code. */
function ownPayloads(recorder: string): string[] {
  return [
    '<img src=x onerror=alert(1)>',
    '<img src=x onerror="parent.alert(1)">',
    '<svg onload=alert(1)>',
    '<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>',
    '<details open ontoggle=alert(1)><summary>x</summary></details>',
    '<input autofocus onfocus=alert(1)>',
    '<video><source onerror=alert(1)></video>',
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    '<iframe src="javascript:parent.alert(1)"></iframe>',
    '<object data="javascript:alert(1)"></object>',
    '<script>alert(1)</script>',
    '<style>@keyframes x{}</style><p style="animation:x 1s" onanimationstart=alert(1)>x</p>',
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '"><img src=x onerror=alert(1)>',
    '--><img src=x onerror=alert(1)>',
    '</pre></code><img src=x onerror=alert(1)>',
    '</title></style></textarea><img src=x onerror=alert(1)>',
    '<!--part--><img src=x onerror=alert(1)>',
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">`,
    '<button data-block="b0" onclick=alert(1)>Run</button>',
    '<section class="block" data-block="b0"><pre data-block="b0" onmouseover=alert(1)>x</pre></section>',
    '<a href="javascript:alert(1)" data-link="0">x</a>',
    '<a href="command:workbench.action.files.newUntitledFile">x</a>',
    '<a href="vscode:extension/x">x</a> <a href="file:///etc/passwd">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    `<img src="${recorder}/img.png"><img srcset="${recorder}/srcset.png 1x">`,
    `<link rel=stylesheet href="${recorder}/link.css"><link rel=prefetch href="${recorder}/prefetch">`,
    `<style>@import "${recorder}/import.css"; p { background: url(${recorder}/background.png) }</style>`,
    `<p style="background:url(${recorder}/style.png)">x</p>`,
    `<video poster="${recorder}/poster.png" src="${recorder}/video"></video><audio src="${recorder}/audio" autoplay></audio>`,
    `<iframe src="${recorder}/frame"></iframe><embed src="${recorder}/embed"><object data="${recorder}/object"></object>`,
    `<base href="${recorder}/base/"><img src="relative.png">`,
    `<meta http-equiv="refresh" content="0;url=${recorder}/refresh">`,
    `<form action="${recorder}/form"><input name=a><button id=go>go</button></form>`,
    `<svg><image href="${recorder}/svg.png"/><use href="${recorder}/use.svg#a"/></svg>`,
    `<table background="${recorder}/table.png"><tr><td background="${recorder}/td.png">x</td></tr></table>`,
    `![a](${recorder}/markdown.png) [![a](${recorder}/in-link.png)](${recorder}/link)`,
    `<img src=x onerror="fetch('${recorder}/fetch');new Image().src='${recorder}/image';navigator.sendBeacon('${recorder}/beacon')">`,
    '{"name":"\\"><img src=x onerror=alert(1)>"}',
    '\u202E<img src=x onerror=alert(1)>\u0000\u200B',
  ];
}

/** All of them, or null where the corpora are not there. */
export function payloads(recorder: string): readonly string[] | null {
  const purify = corpusPath('dompurify/expect.json');
  const markdownIt = corpusPath('markdown-it-xss/test/fixtures/markdown-it');
  if (!purify || !markdownIt) return null;
  const pairs = JSON.parse(readFileSync(purify, 'utf8')) as { payload: string }[];
  const cases = ['xss.txt', 'fatal.txt'].flatMap(file =>
    readFileSync(join(markdownIt, file), 'utf8')
      .split(/^\.\n/m)
      .map(text => text.trim())
      .filter(text => text !== ''),
  );
  return [...pairs.map(({ payload }) => payload), ...cases, ...ownPayloads(recorder)];
}

const line = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' ');

/** Places within a line or a block; each stands alone, so that none can swallow the next. */
const inline: readonly ((text: string, number: number) => string)[] = [
  text => text,
  text => `> [!NOTE]\n> ${line(text)}`,
  text => `### ${line(text)}`,
  text => `- [ ] ${line(text)}\n- ${line(text)}`,
  text => `| ${line(text)} |\n| :-: |\n| ${line(text)} |`,
  (text, number) =>
    `~~~~~bash {"name":${JSON.stringify(line(text))},"rollback":"b${number}"}\n${text}\n~~~~~`,
  text => `~~~~~${line(text)}\ncode\n~~~~~`,
  text => `~~~~~sh { name=${line(text)} }\n${line(text)}\n~~~~~`,
  text => `\`\`\`\`\` ${line(text)} \`\`\`\`\``,
  text => `[${line(text)}](https://a.example "${line(text)}") ![${line(text)}](b.png '${line(text)}')`,
  text => `[a](<${line(text)}>) ![a](${line(text)})`,
  (text, number) => `[a][r${number}]\n\n[r${number}]: <${line(text)}> "${line(text)}"`,
  text => `**${line(text)}** ~~${line(text)}~~ <${line(text)}> https://a.example/${line(text)}`,
];

/** Ends every kind of raw HTML that Markdown knows, so that what follows is read again. */
const closers = '\n\n--> ?> ]]> </script></style></pre></textarea>\n\n';

/** The last heading of each, by which a test knows that all of it is there. */
export const lastHeading = 'the end of it';

/** The runbook of those texts that would lead the page itself elsewhere, and keep the others from being tried. */
export const leaving = 'zz-leaving-1.md';
const leads = (text: string) => /http-equiv\W*refresh/i.test(text);

/** Characters of a runbook: few enough to be read in no time, many enough that not much is to be opened. */
const longest = 150_000;

/**
 * Runbooks by file name. Each text stands in each place in `zz-every-…`, in places that take turns in `zz-turn-…`,
 * as raw HTML in `zz-raw-…` and in front matter in `zz-front-…`; those that lead away are not in the second and third.
 */
export function hostileRunbooks(texts: readonly string[]): Record<string, string> {
  const inPlaces = (texts: readonly string[], placesOf: (number: number) => typeof inline) =>
    texts.map((text, number) => {
      const places = placesOf(number).map(put => put(text, number));
      return `## ${number}\n\n${places.join(closers)}${closers}`;
    });
  const every = inPlaces(texts, () => inline);
  const staying = texts.filter(text => !leads(text));
  const inTurn = inPlaces(staying, number => [0, 4, 8].map(step => inline[(number + step) % inline.length]!));
  const asRaw = (text: string, number: number) =>
    `## ${number}\n\n<div>\n${text}${closers}<pre>\n${text}\n\n${text}${closers}`;
  const raw = staying.map(asRaw);
  const away = texts.filter(leads).map(asRaw);
  const fronts = inChunks(texts, 16).map(
    (some, at) =>
      `${frontMatter(titleOf(`zz-front-${at + 1}.md`), some)}\n## One\n\n~~~~bash\necho\n~~~~\n\n## ${lastHeading}\n`,
  );
  return {
    ...numbered('every', bundled('every', every)),
    ...numbered('turn', bundled('turn', inTurn)),
    ...numbered('raw', bundled('raw', raw)),
    ...numbered('leaving', bundled('leaving', away)),
    ...numbered('front', fronts),
  };
}

/** What stands above such a runbook, before anything hostile. */
export function titleOf(fileName: string): string {
  return `Title of ${fileName}`;
}

function numbered(kind: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text, at) => [`zz-${kind}-${at + 1}.md`, text]));
}

/** As many sections in one as its length allows, each text with its own end. */
function bundled(kind: string, sections: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const section of sections) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + section.length <= longest) texts[texts.length - 1] += section;
    else texts.push(section);
  }
  return texts.map(
    (text, at) => `# ${titleOf(`zz-${kind}-${at + 1}.md`)}\n\n${text}${closers}## ${lastHeading}\n`,
  );
}

export function inChunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}

/** Brackets as escapes: the reader counts them against bombs. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[[{]/g, bracket => `\\x${bracket.charCodeAt(0).toString(16)}`);
}

function frontMatter(title: string, texts: readonly string[]): string {
  const list = (name: string) =>
    `${name}:\n${texts.map(text => `  - ${quoted(text.slice(0, 150))}`).join('\n')}`;
  const variables = texts
    .slice(0, 12)
    .map(
      (text, number) =>
        `  - name: V${number}\n    description: ${quoted(text.slice(0, 150))}\n    default: ${quoted(text.slice(0, 150))}\n    pattern: ${quoted(text.slice(0, 60))}`,
    );
  const names = texts.slice(12).map(text => `  - name: ${quoted(text)}`);
  const labels = texts.slice(0, 20).map((text, number) => `  l${number}: ${quoted(text.slice(0, 100))}`);
  return `---\ntitle: ${quoted([title, ...texts.slice(0, 8).map(line)].join(' '))}\n${list('services')}\n${list('titles')}\nlabels:\n${labels.join('\n')}\nvariables:\n${[...variables, ...names].join('\n')}\n---\n`;
}
