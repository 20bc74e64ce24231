import assert from 'node:assert/strict';
import { inFormat } from '../../../src/core/comms/formats/format.ts';
import { webhookBody } from '../../../src/core/comms/formats/index.ts';
import { mattermostFormat } from '../../../src/core/comms/formats/mattermost.ts';
import { plainMessage } from '../../../src/core/comms/formats/plain.ts';
import { slackFormat } from '../../../src/core/comms/formats/slack.ts';
import { teamsFormat } from '../../../src/core/comms/formats/teams.ts';
import { neutralValue } from '../../../src/core/comms/neutralText.ts';
import { renderMessage } from '../../../src/core/comms/renderMessage.ts';
import { assertGrowsWithSize } from '../growth.ts';
import { checkout, hostileValues } from './messageFixtures.ts';

const text = `**P1: Checkout is slow**
**Bridge:** [the call](https://meet.example.com/a?b=1&c=2)
**Progress:**
- 22:05 UTC: a *b* \\*\\*c\\*\\* & d
- checkout_api <x>
Next: none`;
const zero = '\u200b';

describe('Formats of messages', () => {
  it('write the same message for Slack', () => {
    assert.equal(
      inFormat(text, slackFormat),
      `*P1: Checkout is slow*
*Bridge:* <https://meet.example.com/a?b=1&amp;c=2|the call>
*Progress:*
•  22:05 UTC: a ∗b∗ ∗∗c∗∗ &amp; d
•  checkout_api &lt;x&gt;
Next: none`,
    );
  });

  it('write the same message for Mattermost', () => {
    assert.equal(
      inFormat(text, mattermostFormat),
      `**P1: Checkout is slow**
**Bridge:** [the call](https://meet.example.com/a?b=1&c=2)
**Progress:**
- 22:05 UTC: a \\*b\\* \\*\\*c\\*\\* &${zero} d
- checkout\\_api <${zero}x\\>

Next: none`,
    );
  });

  it('write the same message for Teams', () => {
    const card = inFormat(text, teamsFormat).attachments[0].content;
    assert.deepEqual(
      card.body.map(({ inlines }) => inlines),
      [
        [{ type: 'TextRun', text: 'P1: Checkout is slow', weight: 'Bolder' }],
        [
          { type: 'TextRun', text: 'Bridge:', weight: 'Bolder' },
          { type: 'TextRun', text: ' ' },
          {
            type: 'TextRun',
            text: 'the call',
            selectAction: { type: 'Action.OpenUrl', url: 'https://meet.example.com/a?b=1&c=2' },
          },
        ],
        [{ type: 'TextRun', text: 'Progress:', weight: 'Bolder' }],
        [
          { type: 'TextRun', text: '• ' },
          { type: 'TextRun', text: '22:05 UTC: a *b* **c** & d' },
        ],
        [
          { type: 'TextRun', text: '• ' },
          { type: 'TextRun', text: `checkout_api <${zero}x>` },
        ],
        [{ type: 'TextRun', text: 'Next: none' }],
      ],
    );
  });

  it('write the same message as plain text', () => {
    assert.equal(
      plainMessage(text),
      `P1: Checkout is slow
Bridge: the call (https://meet.example.com/a?b=1&c=2)
Progress:
- 22:05 UTC: a *b* **c** & d
- checkout_api <x>
Next: none`,
    );
  });

  for (const value of [...hostileValues, ...hostileValues.map(one => `x ${one}`)]) {
    const neutral = neutralValue(value);
    for (const typed of [neutral, value.replace(/\[[^\]]*\]\([^)]*\)|\*\*|^- /gm, '')]) {
      it(`make nothing of ${JSON.stringify(typed)}`, () => {
        const slack = inFormat(typed, slackFormat);
        // Every mention, command and link of Slack’s begins with a bare angle bracket.
        assert.doesNotMatch(slack, /[<>]|&(?!amp;|lt;|gt;)/);
        assert.doesNotMatch(slack, /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^\s*&gt;/mu);
        const mattermost = inFormat(typed, mattermostFormat);
        assert.doesNotMatch(mattermost, /(?<!\\)(?:\\\\)*[`*_[\]>|~$#!]/);
        assert.doesNotMatch(mattermost, /^(?:[-+=]|[ \t]|\d+[.)])/m);
        assert.doesNotMatch(mattermost, /[#~](?!\u200b)|[<&](?!\u200b)/);
        const runs = inFormat(typed, teamsFormat).attachments[0].content.body.flatMap(
          ({ inlines }) => inlines,
        );
        assert.ok(runs.every(run => run.weight === undefined && run.selectAction === undefined));
        const teams = runs.map(run => run.text).join('\n');
        assert.doesNotMatch(teams, /\{\{|<[a-z/]/i);
        for (const written of [slack, mattermost, teams]) {
          assert.doesNotMatch(written, /[@＠](?!\u200b)/, 'a mention');
          assert.doesNotMatch(written, /:\/\/|www\.(?!\u200b)|\w\.[a-z]{2}/, 'a link');
          assert.doesNotMatch(written, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/, 'a hidden character');
        }
        for (const written of [slack, mattermost])
          assert.doesNotMatch(written, /:[a-z+_][a-z0-9+_]*:/, 'emoji');
      });
    }
  }

  it('say the value itself as plain text', () => {
    for (const value of hostileValues) {
      const said = value.replace(/[\u0000\u202e]/g, '').replace(/\s+/g, ' ');
      assert.equal(plainMessage(neutralValue(value)), said);
    }
  });

  for (const [what, piece] of [
    ['mentions', '<!channel> '],
    ['marks', '**'],
    ['brackets', '['],
    ['links that are none', '[x]('],
    ['backslashes', '\\'],
    ['ampersands', '&'],
    ['characters of two units', '😀'],
    ['lines', 'x\n'],
  ] as const) {
    it(`fit what a target takes, whatever 1 MB is: ${what}`, () => {
      assertGrowsWithSize(what, 1_048_576, size => {
        const huge = piece.repeat(Math.ceil(size / piece.length));
        assert.ok(inFormat(huge, slackFormat).length <= 12_000);
        assert.ok(inFormat(huge, mattermostFormat).length <= 16_000);
        assert.ok(JSON.stringify(inFormat(huge, teamsFormat)).length <= 20_000);
        assert.ok(plainMessage(huge).length <= 20_001);
      });
    });
  }

  it('end with a sign that something is missing', () => {
    assert.match(inFormat('x'.repeat(30_000), slackFormat), /x…$/);
  });

  it('are what each webhook is sent', () => {
    const { text: rendered } = renderMessage('initial', 'en', checkout);
    const slack = webhookBody('slackWebhook', rendered);
    assert.deepEqual(slack, {
      text: inFormat(rendered, slackFormat),
      unfurl_links: false,
      unfurl_media: false,
    });
    assert.deepEqual(webhookBody('mattermostWebhook', rendered), {
      text: inFormat(rendered, mattermostFormat),
    });
    assert.deepEqual(webhookBody('teamsWebhook', rendered), inFormat(rendered, teamsFormat));
  });
});
