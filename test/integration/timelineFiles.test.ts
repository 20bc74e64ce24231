import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { activated, eventually } from './parts.ts';

describe('The files of a timeline', () => {
  let parts: OnCallParts;
  let incident: Incident;
  let elsewhere: string;

  before(async () => {
    parts = await activated();
    elsewhere = await mkdtemp(join(tmpdir(), 'on-call-elsewhere-'));
    await vscode.commands.executeCommand('onCall.startDrill');
    incident = await eventually('an incident', () => parts.store.all()[0]);
    parts.current.set(incident);
  });

  after(async () => {
    await vscode.commands.executeCommand('onCall.stopDrill');
    await rm(elsewhere, { recursive: true, force: true });
  });

  const rows = () => {
    const { timelineTree } = parts;
    const nodes = timelineTree.getChildren().flatMap(node => [node, ...timelineTree.getChildren(node)]);
    return nodes.map(node => timelineTree.getTreeItem(node));
  };
  const labels = () => rows().map(({ label }) => String(label));
  const add = (text: string) => parts.timelines.scribe.addEntry(incident, text, Date.now());

  it('are one for this machine, and those of others beside it are read with it', async () => {
    const entry = await add('written here');
    const { path, journal } = await parts.timelines.folder(incident);
    assert.match(basename(journal), /^timeline-[a-z0-9]{8}\.jsonl$/);
    assert.match(readFileSync(journal, 'utf8'), /written here/);
    const other = { ...entry, id: `7${entry.id.slice(1)}`, text: 'written on another machine' };
    await writeFile(join(path, 'timeline (conflicted copy).jsonl'), `${JSON.stringify(other)}\n`);
    await eventually('both in the tree', () => {
      const shown = labels();
      return (
        shown.some(label => label.includes('written here')) &&
        shown.some(label => label.includes('written on another machine'))
      );
    });
  });

  it('keep what cannot be written: shown as not saved, saved elsewhere, and written once that is possible', async () => {
    const root = parts.timelines.root();
    await rename(root, `${root}-away`);
    await writeFile(root, 'no folder');
    try {
      await assert.rejects(add('while the disk is gone'), /“while the disk is gone” was not saved/);
      const row = await eventually('the row', () => rows().find(({ id }) => id === 'unsaved'));
      assert.equal(row.label, '1 entry is not saved yet');
      assert.equal(row.command?.command, 'onCall.saveTimelineElsewhere');
      const copy = join(elsewhere, 'timeline-saved.jsonl');
      await parts.timelines.copy(incident, copy);
      assert.match(readFileSync(copy, 'utf8'), /while the disk is gone/);
    } finally {
      await rm(root);
      await rename(`${root}-away`, root);
    }
    await add('it is back');
    assert.deepEqual(parts.timelines.unsaved(incident).entries, []);
    const texts = (await parts.timelines.entries(incident)).map(({ text }) => text);
    for (const text of ['written here', 'while the disk is gone', 'it is back'])
      assert.equal(texts.filter(found => found === text).length, 1, text);
    await eventually('no row', () => !rows().some(({ id }) => id === 'unsaved'));
  });
});
