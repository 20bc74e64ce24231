import { placeOf } from '../target/placeOf.ts';
import { notKnown } from './commandLine.ts';
import { worstOf, type Finding, type NamedTarget, type RiskReport, type TargetKind } from './risk.ts';
import { changedBy, verdict, worst, type Verdict } from './verdict.ts';
import { shortText } from '../../shortText.ts';

const longest = 120;

/** What was found in a block so far, command by command. */
export class BlockFindings {
  readonly #findings: Finding[] = [];
  readonly #touches = new Set<TargetKind>();
  readonly #changed = new Set<TargetKind>();
  readonly #named: NamedTarget[] = [];
  #loads = false;
  /** While a script inside a command is read: what it leads to counts for that command. */
  #inside: Verdict[] | null = null;

  /** @param row 0-based. @param text The command as it is written. */
  add(row: number, text: string, found: Verdict): void {
    if (this.#inside) {
      this.#inside.push(found);
      return;
    }
    for (const kind of found.touches) this.#touches.add(kind);
    for (const kind of changedBy(found)) this.#changed.add(kind);
    this.#loads ||= found.loads === true;
    this.#named.push(...found.named);
    const shown = text.replaceAll('${ONCALL_UNKNOWN}', '…').replace(/\s+/g, ' ').trim();
    this.#findings.push({
      risk: found.risk,
      reason: found.reason,
      line: row + 1,
      command: shortText(shown, longest),
    });
  }

  /** A variable that the block sets to one of these. */
  named(kind: TargetKind, variable: string, values: readonly string[]): void {
    for (const text of values)
      this.#named.push({ kind, name: notKnown(text) ? null : placeOf(text), variable });
  }

  /** The worst of what `read` adds, which is not added here. */
  of(read: () => void): Verdict {
    const before = this.#inside;
    const inside = [verdict({ risk: 'read-only', reason: 'Only looks.' })];
    this.#inside = inside;
    read();
    this.#inside = before;
    return worst(inside);
  }

  report(): RiskReport {
    const risk = worstOf(this.#findings.map(finding => finding.risk));
    const touches: TargetKind[] = this.#touches.size > 0 ? [...this.#touches] : ['host'];
    const unknown = this.#loads ? [...this.#changed].map(kind => ({ kind, name: null })) : [];
    return { risk, findings: this.#findings, touches, named: [...this.#named, ...unknown] };
  }
}
