import assert from 'node:assert/strict';
import { utc } from '../../../../src/core/clock.ts';
import { availableActions } from '../../../../src/core/incidents/details/detailsActions.ts';
import { headerView, tabTitle } from '../../../../src/core/incidents/details/headerView.ts';
import {
  alertViews,
  bridgeView,
  changeViews,
  logText,
  logView,
  noteViews,
  relatedViews,
} from '../../../../src/core/incidents/details/partViews.ts';
import { ShownValues } from '../../../../src/core/incidents/details/shownValues.ts';
import { incident } from '../incidentFixtures.ts';
import { alert, DetailsProvider, logEntry, start } from './detailsProvider.ts';

describe('ShownValues', () => {
  it('gives one number to one text, for ever', () => {
    const values = new ShownValues();
    const first = values.copyable('a').copy;
    const second = values.copyable('b').copy;
    assert.notEqual(first, second);
    assert.equal(values.copyable('a').copy, first);
    assert.equal(values.text(first), 'a');
    assert.equal(values.text(second), 'b');
    assert.equal(values.text(99), undefined);
  });

  const closed = [
    ...['javascript:alert(1)', 'command:workbench.action.quit', 'vscode://x', 'file:///etc/passwd'],
    ...['data:text/html,x', 'http://example.com', '//example.com', 'mailto:a@b', 'https:', '/path', ''],
  ];
  for (const href of closed) {
    it(`opens no ${href || 'empty address'}`, () => {
      const link = new ShownValues().link('x', href);
      assert.equal(link.open, null);
      assert.equal(link.address, href);
    });
  }

  it('opens https, and http to this machine, as the address that is shown', () => {
    const values = new ShownValues();
    for (const href of ['https://example.com/a', 'http://127.0.0.1:8080/x', 'https://münchen.example/']) {
      const link = values.link('text', href);
      assert.equal(values.address(link.open!), link.address);
      assert.equal(values.text(link.copy), link.address);
    }
    assert.equal(values.link('x', 'https://münchen.example/').address, 'https://xn--mnchen-3ya.example/');
  });
});

describe('The header of the details', () => {
  const shown = (fields: Parameters<typeof incident>[1] = {}) =>
    headerView(incident('P1', fields), { account: null, notice: null, actions: [] }, new ShownValues());

  it('holds what is null as null, and nothing guessed', () => {
    const header = shown({
      number: null,
      priority: null,
      severity: null,
      service: null,
      assignees: [],
      url: null,
    });
    assert.equal(header.number, null);
    assert.equal(header.priority, null);
    assert.equal(header.severity, null);
    assert.equal(header.link, null);
    assert.equal(header.acknowledgedUntil, null);
  });

  it('gives times in ms', () => {
    const header = shown({ acknowledgedUntil: utc(start), resolvedAt: utc(start + 1) });
    assert.equal(header.acknowledgedUntil, start);
    assert.equal(header.resolvedAt, start + 1);
  });

  it('names the tab by number and title, cut where it is long', () => {
    assert.equal(tabTitle(shown({ number: 12, title: 'Disk full' })), '#12 Disk full');
    assert.equal(tabTitle(shown({ number: null, title: 'Disk full' })), 'Disk full');
    const long = tabTitle(shown({ number: 12, title: '😀'.repeat(50) }));
    assert.equal(long, `#12 ${'😀'.repeat(39)}…`);
  });
});

describe('What can be done from the details', () => {
  const { capabilities } = new DetailsProvider().provider;

  it('follows the status', () => {
    const actions = (status: 'triggered' | 'acknowledged' | 'resolved') =>
      availableActions(incident('P1', { status }), capabilities, false);
    assert.ok(actions('triggered').includes('acknowledge'));
    assert.ok(!actions('triggered').includes('retrigger'));
    assert.ok(!actions('acknowledged').includes('acknowledge'));
    assert.ok(actions('acknowledged').includes('retrigger'));
    assert.ok(!actions('resolved').includes('resolve'));
    assert.ok(actions('resolved').includes('addNote'));
  });

  it('offers nothing that the provider cannot do', () => {
    const actions = availableActions(incident('P1'), capabilities, false);
    assert.ok(actions.includes('snooze'));
    assert.ok(!actions.includes('merge'));
    assert.ok(!actions.includes('sendStatusUpdate'));
  });

  it('offers the bridge where there is one, and the browser where there is an address', () => {
    const url = 'https://acme.pagerduty.com/incidents/P1';
    assert.ok(!availableActions(incident('P1'), capabilities, false).includes('joinBridge'));
    assert.ok(availableActions(incident('P1'), capabilities, true).includes('joinBridge'));
    assert.ok(!availableActions(incident('P1'), capabilities, true).includes('openInBrowser'));
    assert.ok(availableActions(incident('P1', { url }), capabilities, true).includes('openInBrowser'));
  });

  it('keeps what needs no provider when the account is gone', () => {
    const actions = availableActions(incident('P1'), null, false);
    assert.deepEqual(actions, [
      'openRunbook',
      'chooseRunbook',
      'showSuspectChanges',
      'addTimelineEntry',
      'openTimeline',
      'generatePostMortem',
    ]);
  });
});

describe('The parts of the details', () => {
  const values = new ShownValues();

  it('shows the log newest first, and copies it oldest first in UTC', () => {
    const log = [logEntry('a', start, { text: 'First\nmore' }), logEntry('b', start + 60_000)];
    assert.deepEqual(
      logView(log, values).entries.map(({ id }) => id),
      ['b', 'a'],
    );
    assert.equal(logText(log), '2026-01-15 03:00:00 UTC  First\n    more\n2026-01-15 03:01:00 UTC  Entry b');
  });

  it('takes status updates from the log by the provider’s type', () => {
    const update = {
      providerType: 'status_update_log_entry',
      text: 'We are on it',
      agent: { id: 'U', name: 'Ada' },
    };
    const log = [logEntry('a', start, update), logEntry('b', start, { text: 'status_update in the text' })];
    const { statusUpdates } = logView(log, values);
    assert.deepEqual(
      statusUpdates.map(({ id, author, text }) => [id, author, text]),
      [['a', 'Ada', 'We are on it']],
    );
  });

  it('shows notes newest first, with an author or none', () => {
    const notes = [
      { id: 'n1', at: utc(start), author: null, text: 'one' },
      { id: 'n2', at: utc(start + 1), author: { id: 'U', name: 'Ada' }, text: 'two' },
    ];
    assert.deepEqual(
      noteViews(notes, values).map(({ id, author }) => [id, author]),
      [
        ['n2', 'Ada'],
        ['n1', null],
      ],
    );
  });

  it('lists the runbook that an alert names among its links, once', () => {
    const href = 'https://wiki.example/disk';
    const runbook = { href, foundIn: 'details.runbook_url' };
    const texts = (fields: Parameters<typeof alert>[1]) =>
      alertViews([alert('A', fields)], values)[0]?.links.map(({ text }) => text);
    assert.deepEqual(texts({ runbook }), ['Runbook']);
    assert.deepEqual(texts({ runbook, links: [{ text: 'Our runbook', href }] }), ['Our runbook']);
  });

  it('lets a value that is an address be opened, and no other', () => {
    const details = [
      { name: 'graph', value: 'https://grafana.example/d/1' },
      { name: 'text', value: 'see https://grafana.example/d/1' },
      { name: 'bad', value: 'javascript:alert(1)' },
    ];
    const rows = alertViews([alert('A', { details })], values)[0]?.groups[0]?.rows ?? [];
    assert.deepEqual(
      rows.map(({ open }) => open !== null),
      [true, false, false],
    );
  });

  it('has no bridge where there is neither an address nor a number', () => {
    assert.equal(bridgeView(null, values), null);
    assert.equal(bridgeView({ url: null, phone: null }, values), null);
    assert.equal(bridgeView({ url: null, phone: '+49 30 1' }, values)?.phone?.text, '+49 30 1');
  });

  it('opens related incidents and changes by number', () => {
    const [related] = relatedViews(
      [{ id: 'R', title: 'Other', createdAt: utc(start), url: 'https://acme.example/R', reason: null }],
      values,
    );
    assert.equal(values.address(related!.link!.open!), 'https://acme.example/R');
    const links = [{ text: 'PR', href: 'https://git.example/1' }];
    const [change] = changeViews(
      [{ id: 'C', at: utc(start), summary: 'Deploy', source: 'ci', reason: null, links }],
      values,
    );
    assert.equal(values.text(change!.links[0]!.copy), 'https://git.example/1');
  });
});
