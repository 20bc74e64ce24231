import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { assessBlock } from '../../../../src/core/execution/risk/assessBlock.ts';
import { BashParser } from '../../../../src/core/execution/risk/parser.ts';
import type { RiskClass, RiskReport } from '../../../../src/core/execution/risk/risk.ts';
import type { TeamRule } from '../../../../src/core/execution/risk/teamRules.ts';

const { resolve } = createRequire(import.meta.url);
const places = {
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-bash.wasm': 'tree-sitter-bash/tree-sitter-bash.wasm',
};

export function newParser(): Promise<BashParser> {
  return BashParser.load({ read: name => readFile(resolve(places[name])) });
}

export async function assess(
  code: string,
  team: readonly TeamRule[] = [],
  parser?: BashParser,
): Promise<RiskReport> {
  return assessBlock(parser ?? (await newParser()), code, team);
}

/** One test a command; a table is lines, each a command of the class. */
export function table(family: string, classes: Readonly<Record<RiskClass, string>>): void {
  describe(`The risk of ${family}`, () => {
    for (const [risk, lines] of Object.entries(classes))
      for (const command of lines
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean))
        it(`${risk}: ${command}`, async () => {
          const report = await assess(command);
          assert.equal(report.risk, risk, JSON.stringify(report.findings));
        });
  });
}
