import { detailSets } from '../../../src/core/incidents/details/alertDetails.ts';
import { alertOf } from '../../../src/core/incidents/providers/pagerduty/pagerDutyAlerts.ts';
import {
  changeEventOf,
  customFieldOf,
  noteOf,
} from '../../../src/core/incidents/providers/pagerduty/pagerDutyDetailsMapping.ts';
import { logEntryOf } from '../../../src/core/incidents/providers/pagerduty/pagerDutyLog.ts';
import { incidentOf } from '../../../src/core/incidents/providers/pagerduty/pagerDutyMapping.ts';
import { refuseSteepCost, type Pumped } from '../cost.ts';

const id = 'P1';
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'an alert of Alertmanager': text => alertOf({ id, body: { details: { firing: text, resolved: text } } }),
  'an alert with a text': text => detailSets(alertOf({ id, body: { details: text } })!.details),
  'an alert with fields': text =>
    alertOf({
      ...{ id, summary: text, severity: text },
      body: {
        details: { [text]: text, runbook: text, alertname: text, labels: { a: text } },
        contexts: [{ type: 'link', href: text, text }],
        cef_details: { description: text, client: text, client_url: text },
      },
    }),
  'an incident': text => incidentOf({ id, incident_number: 1, title: text, html_url: text }, 'acme'),
  'a line of the log': text =>
    logEntryOf({ id, type: 'annotate_log_entry', summary: text, channel: { content: text } }),
  'a note': text => noteOf({ id, content: text }),
  'a change': text => changeEventOf({ id, summary: text, links: [{ href: text, text }] }),
  'a custom field': text => customFieldOf({ id, display_name: text, value: text }),
}; // prettier-ignore

const hostile: readonly Pumped[] = [
  ['Labels:\n -', ' ', 'x\n'],
  ['Labels:\n - a', ' ', 'b\n'],
  ['Labels:\n - a', ' ', '\n = b\n'],
  ['Labels:\n - a =', ' ', '\n'],
  ['Labels:\n', ' - a = b\n', ''],
  ['Labels:\n - a = b\n', '\n', 'c'],
  ['', 'Labels:\n', ''],
  ['x\n', ' ', 'Labels: x'],
  ['x\nLabels:', ' ', 'x'],
  ['x\nSource:', ' ', 'x'],
  ['x', ' ', 'x'],
  ['x', '\t', '\u2028x'],
  ['x', '\r\n', 'x'],
  ['', '-', ''],
  ['', '- ', '='],
  ['', '=', ''],
  ['[ref c0ffee1234]', ' ', 'x'],
  ['', '\n[ref c0ffee1234]', 'x'],
  ['', '\n[ref c0ffee1234, note by ', ''],
  ['x', '\u200b', 'x'],
  ['[', '[', ''],
  ['', '{"a":', ''],
  ['a', '.md#', ' '],
  ['https://a/', '?', ' '],
];

describe('Hostile text of the provider', () => {
  for (const [name, read] of Object.entries(readers)) {
    it(`costs ${name} no more than in proportion to its length`, function () {
      this.timeout(120_000);
      for (const pumped of hostile) refuseSteepCost(read, pumped);
    });
  }
});
