import assert from 'node:assert/strict';
import { purposes, type FieldName, type MessagePurpose } from '../../../src/core/comms/message.ts';
import { readNeutral } from '../../../src/core/comms/neutralText.ts';
import { renderMessage } from '../../../src/core/comms/renderMessage.ts';
import { NotPossibleError } from '../../../src/core/errors.ts';
import type { Language } from '../../../src/core/postmortem/languages/language.ts';
import { checkout, hostileValues, noFacts } from './messageFixtures.ts';

const whole: Readonly<Record<Language, Readonly<Record<MessagePurpose, string>>>> = {
  en: {
    initial: `**P1 incident: Checkout is slow**
**Status:** acknowledged
**Started:** 2026-11-28 21:57 UTC
**Impact:** One of five payments fails
**Affected:** checkout, EU
**Team:** Payments
**Channel:** #incident-2026-11-28
**Bridge:** [https://meet.example.com/abc](https://meet.example.com/abc)
**Next steps:** Watch the error rate
**Next update:** 2026-11-28 23:30 UTC`,
    update: `**Update on the P1 incident: Checkout is slow**
**Status:** acknowledged
**Started:** 2026-11-28 21:57 UTC, 1 h 02 min ago
**Impact:** One of five payments fails
**Affected:** checkout, EU
**Progress:**
- 22:05 UTC: Release 42 found
- 2026-11-29 00:10 UTC: Rolled back
**Next steps:** Watch the error rate
**Team:** Payments
**Channel:** #incident-2026-11-28
**Bridge:** [https://meet.example.com/abc](https://meet.example.com/abc)
**Next update:** 2026-11-28 23:30 UTC`,
    resolution: `**Resolved: P1 incident: Checkout is slow**
**Status:** acknowledged
**Started:** 2026-11-28 21:57 UTC
**Duration:** 1 h 02 min
**Impact:** One of five payments fails
**Affected:** checkout, EU
**What was done:**
- 22:05 UTC: Release 42 found
- 2026-11-29 00:10 UTC: Rolled back
**Next steps:** Watch the error rate
**Team:** Payments
**Channel:** #incident-2026-11-28`,
  },
  fr: {
    initial: `**Incident P1 : Checkout is slow**
**État :** acquitté
**Début :** 2026-11-28 21:57 UTC
**Impact :** One of five payments fails
**Périmètre touché :** checkout, EU
**Équipe :** Payments
**Canal :** #incident-2026-11-28
**Conférence :** [https://meet.example.com/abc](https://meet.example.com/abc)
**Prochaines étapes :** Watch the error rate
**Prochain point :** 2026-11-28 23:30 UTC`,
    update: `**Point d’étape sur l’incident P1 : Checkout is slow**
**État :** acquitté
**Début :** 2026-11-28 21:57 UTC, il y a 1 h 02 min
**Impact :** One of five payments fails
**Périmètre touché :** checkout, EU
**Avancement :**
- 22:05 UTC : Release 42 found
- 2026-11-29 00:10 UTC : Rolled back
**Prochaines étapes :** Watch the error rate
**Équipe :** Payments
**Canal :** #incident-2026-11-28
**Conférence :** [https://meet.example.com/abc](https://meet.example.com/abc)
**Prochain point :** 2026-11-28 23:30 UTC`,
    resolution: `**Résolu : incident P1 : Checkout is slow**
**État :** acquitté
**Début :** 2026-11-28 21:57 UTC
**Durée :** 1 h 02 min
**Impact :** One of five payments fails
**Périmètre touché :** checkout, EU
**Ce qui a été fait :**
- 22:05 UTC : Release 42 found
- 2026-11-29 00:10 UTC : Rolled back
**Prochaines étapes :** Watch the error rate
**Équipe :** Payments
**Canal :** #incident-2026-11-28`,
  },
};

const nothing: Readonly<Record<Language, Readonly<Record<MessagePurpose, string>>>> = {
  en: {
    initial: `**not known yet incident: not known yet**
**Status:** not known yet
**Started:** not known yet
**Impact:** not known yet
**Affected:** not known yet
**Team:** not known yet
**Channel:** not known yet
**Bridge:** not known yet
**Next steps:** not known yet
**Next update:** not known yet`,
    update: `**Update on the not known yet incident: not known yet**
**Status:** not known yet
**Started:** not known yet, not known yet ago
**Impact:** not known yet
**Affected:** not known yet
**Progress:**
- not known yet
**Next steps:** not known yet
**Team:** not known yet
**Channel:** not known yet
**Bridge:** not known yet
**Next update:** not known yet`,
    resolution: `**Resolved: not known yet incident: not known yet**
**Status:** not known yet
**Started:** not known yet
**Duration:** not known yet
**Impact:** not known yet
**Affected:** not known yet
**What was done:**
- not known yet
**Next steps:** not known yet
**Team:** not known yet
**Channel:** not known yet`,
  },
  fr: {
    initial: `**Incident pas encore connu : pas encore connu**
**État :** pas encore connu
**Début :** pas encore connu
**Impact :** pas encore connu
**Périmètre touché :** pas encore connu
**Équipe :** pas encore connu
**Canal :** pas encore connu
**Conférence :** pas encore connu
**Prochaines étapes :** pas encore connu
**Prochain point :** pas encore connu`,
    update: `**Point d’étape sur l’incident pas encore connu : pas encore connu**
**État :** pas encore connu
**Début :** pas encore connu, il y a pas encore connu
**Impact :** pas encore connu
**Périmètre touché :** pas encore connu
**Avancement :**
- pas encore connu
**Prochaines étapes :** pas encore connu
**Équipe :** pas encore connu
**Canal :** pas encore connu
**Conférence :** pas encore connu
**Prochain point :** pas encore connu`,
    resolution: `**Résolu : incident pas encore connu : pas encore connu**
**État :** pas encore connu
**Début :** pas encore connu
**Durée :** pas encore connu
**Impact :** pas encore connu
**Périmètre touché :** pas encore connu
**Ce qui a été fait :**
- pas encore connu
**Prochaines étapes :** pas encore connu
**Équipe :** pas encore connu
**Canal :** pas encore connu`,
  },
};

const named: Readonly<Record<MessagePurpose, readonly FieldName[]>> = {
  initial: [
    ...(['severity', 'title', 'status', 'start', 'impact', 'scope', 'team', 'channel', 'bridge'] as const),
    ...(['nextSteps', 'nextUpdate'] as const),
  ],
  update: [
    ...(['severity', 'title', 'status', 'start', 'duration', 'impact', 'scope', 'progress'] as const),
    ...(['nextSteps', 'team', 'channel', 'bridge', 'nextUpdate'] as const),
  ],
  resolution: [
    ...(['severity', 'title', 'status', 'start', 'duration', 'impact', 'scope', 'progress'] as const),
    ...(['nextSteps', 'team', 'channel'] as const),
  ],
};

describe('renderMessage', () => {
  for (const language of ['en', 'fr'] as const) {
    for (const purpose of purposes) {
      it(`says all that is known: ${purpose}, ${language}`, () => {
        const { text, missing } = renderMessage(purpose, language, checkout);
        assert.equal(text, whole[language][purpose]);
        assert.deepEqual(missing, []);
      });

      it(`marks and lists what is not known: ${purpose}, ${language}`, () => {
        const { text, missing } = renderMessage(purpose, language, noFacts);
        assert.equal(text, nothing[language][purpose]);
        assert.deepEqual(missing, named[purpose]);
      });
    }
  }

  it('takes an empty text for one that is not known', () => {
    const { text, missing } = renderMessage('initial', 'en', { ...checkout, impact: ' ', team: '' });
    assert.deepEqual(missing, ['impact', 'team']);
    assert.match(text, /\*\*Impact:\*\* not known yet\n/);
  });

  it('writes long durations in the words of the language', () => {
    const facts = { ...checkout, durationMs: 75 * 3_600_000 };
    assert.match(renderMessage('resolution', 'en', facts).text, /\*\*Duration:\*\* 3 d 3 h\n/);
    assert.match(renderMessage('resolution', 'fr', facts).text, /\*\*Durée :\*\* 3 j 3 h\n/);
  });

  it('says the ten latest steps', () => {
    const progress = Array.from({ length: 30 }, (_, n) => ({ at: checkout.start!, text: `step ${n}` }));
    const { text } = renderMessage('update', 'en', { ...checkout, progress });
    assert.deepEqual(
      text.match(/step \d+/g),
      progress.slice(20).map(step => step.text),
    );
  });

  it('leaves a bridge that is no address as text', () => {
    for (const bridge of [
      '+33 1 23 45 67 89',
      'javascript:alert(1)',
      'http://meet.example.com',
      'https://a b',
    ]) {
      const { text } = renderMessage('initial', 'en', { ...checkout, bridge });
      assert.ok(
        readNeutral(text).every(({ spans }) => spans.every(({ url }) => url === null)),
        bridge,
      );
    }
    const { text } = renderMessage('initial', 'en', {
      ...checkout,
      bridge: 'https://meet.example.com/a(b)*[c]',
    });
    const links = readNeutral(text).flatMap(({ spans }) => spans.filter(({ url }) => url !== null));
    assert.deepEqual(
      links.map(({ url }) => url),
      ['https://meet.example.com/a%28b%29%2a%5bc%5d'],
    );
  });

  for (const value of hostileValues) {
    it(`keeps a value as one stretch of text: ${JSON.stringify(value)}`, () => {
      const facts = {
        ...checkout,
        title: value,
        nextSteps: value,
        bridge: value,
        progress: [{ at: checkout.start!, text: value }],
      };
      for (const purpose of purposes) {
        const before = readNeutral(
          renderMessage(purpose, 'en', {
            ...facts,
            title: 'x',
            nextSteps: 'x',
            bridge: 'x',
            progress: [{ at: checkout.start!, text: 'x' }],
          }).text,
        );
        const after = readNeutral(renderMessage(purpose, 'en', facts).text);
        const shape = (lines: typeof before) =>
          lines.map(({ item, spans }) => [item, spans.map(({ strong, url }) => [strong, url])]);
        assert.deepEqual(shape(after), shape(before));
      }
    });
  }

  it('cuts a value of 1 MB', () => {
    const huge = '<!channel> '.repeat(100_000);
    const { text } = renderMessage('update', 'en', { ...checkout, title: huge, impact: huge });
    assert.ok(text.length < 2_000, `${text.length}`);
  });
});

describe('A message template of a team’s own', () => {
  const render = (text: string) => renderMessage('initial', 'en', checkout, { name: 'own.mustache', text });

  it('replaces the built-in text and says which of its own fields are missing', () => {
    const own = {
      name: 'own',
      text: '[status](https://status.example) {{title}} / {{team}} / {{duration}}\n',
    };
    const rendered = renderMessage('update', 'fr', { ...checkout, team: null }, own);
    assert.equal(
      rendered.text,
      '[status](https://status.example) Checkout is slow / pas encore connu / 1 h 02 min',
    );
    assert.deepEqual(rendered.missing, ['team']);
  });

  it('escapes values for Markdown’s sake, never for HTML’s, also in triple braces', () => {
    const facts = { ...checkout, title: '**a** & <b> [x](https://evil.example)' };
    for (const text of ['{{title}}', '{{{title}}}', '{{&title}}'])
      assert.equal(
        renderMessage('initial', 'en', facts, { name: 'own', text }).text,
        '\\*\\*a\\*\\* & <b> \\[x\\](https://evil.example)',
      );
  });

  it('may change the delimiters', () => {
    assert.equal(render('{{=<% %>=}}<%title%> {{title}}').text, 'Checkout is slow {{title}}');
  });

  for (const [what, text, reason] of [
    ['partials', 'a\n{{> /etc/passwd}}', /line 2\): partials/],
    ['unknown names', '{{constructor}}', /line 1\): there is no variable called “constructor”/],
    ['names of names', 'a\n\n{{title.length}}', /line 3\): there is no variable called “title.length”/],
    [
      'lists in lists',
      '{{#progress}}{{#progress}}x{{/progress}}{{/progress}}',
      /a list cannot stand in a list/,
    ],
    ['sections of other names', '{{#title}}x{{/title}}', /“title” is not a list/],
    ['what is not closed', 'a\n{{#progress}}', /line 2\): Unclosed section/],
    ['more than 16 KB', 'x'.repeat(17_000), /larger than 16 KB/],
  ] as const) {
    it(`may not have ${what}`, () => {
      assert.throws(
        () => render(text),
        (error: unknown) => {
          assert.ok(error instanceof NotPossibleError);
          assert.match(error.message, reason);
          assert.match(error.message, /own\.mustache/);
          return true;
        },
      );
    });
  }
});
