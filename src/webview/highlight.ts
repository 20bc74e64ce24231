import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import diff from 'highlight.js/lib/languages/diff';
import ini from 'highlight.js/lib/languages/ini';
import json from 'highlight.js/lib/languages/json';
import sessions from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';
import yaml from 'highlight.js/lib/languages/yaml';
import { whenIdle } from './dom.ts';
import { sanitiseColours } from './sanitise.ts';

/** A grammar is made when it is first needed, so that the first screen does not wait for all of them. */
const grammars = { bash, diff, ini, json, sessions, sql, yaml };

function learn(language: keyof typeof grammars): void {
  if (!hljs.getLanguage(language)) hljs.registerLanguage(language, grammars[language]);
}

/** Spelled as people write them after a fence. */
const languages: Readonly<Record<string, keyof typeof grammars>> = {
  ...{ bash: 'bash', sh: 'bash', shell: 'bash', zsh: 'bash', diff: 'diff', patch: 'diff' },
  ...{ ini: 'ini', toml: 'ini', conf: 'ini', properties: 'ini', json: 'json', jsonc: 'json' },
  ...{ console: 'sessions', 'shell-session': 'sessions', shellsession: 'sessions', terminal: 'sessions' },
  ...{ sql: 'sql', pgsql: 'sql', postgresql: 'sql', mysql: 'sql', yaml: 'yaml', yml: 'yaml' },
};

/** Longer ones stay plain: colours are not worth a stall. */
const longest = 50_000;

/** Colours the code of blocks as they come near the screen, so that the first one is not kept waiting. */
export class Highlighter {
  readonly #seen = new IntersectionObserver(entries => this.#approach(entries), { rootMargin: '600px 0px' });

  /** `code` is the element in a block’s `pre`. */
  watch(code: Element): void {
    if (languageOf(code)) this.#seen.observe(code);
  }

  #approach(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#seen.unobserve(target);
      whenIdle(() => colour(target));
    }
  }
}

function colour(code: Element): void {
  const language = languageOf(code);
  const text = code.textContent;
  // Where something hides, its escapes must stand out: no colours beside them.
  if (!language || text.length > longest || code.querySelector('.escape')) return;
  const prompted = language !== 'sessions' || /^[$#>] /m.test(text);
  learn(language);
  // What is typed in a session is bash.
  if (language === 'sessions') learn('bash');
  const { value } = hljs.highlight(text, { language: prompted ? language : 'bash', ignoreIllegals: true });
  code.replaceChildren(sanitiseColours(value));
}

function languageOf(code: Element): keyof typeof grammars | undefined {
  const name = code.className.replace(/^language-/, '');
  return Object.hasOwn(languages, name) ? languages[name] : undefined;
}
