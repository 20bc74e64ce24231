import { t } from '@vscode/l10n';
import { promqlAggregations, promqlFunctions, type PromqlType } from './promqlFunctions.ts';
import { comparisons, expectType, isCommonPattern, joined, sets } from './promqlTypes.ts';
import { isPromqlDuration, PromqlError, promqlTokens, type PromqlToken } from './promqlTokens.ts';

export type PromqlReading =
  | { readonly ok: true; readonly type: PromqlType }
  /** The rest of a sentence, without its stop. */
  | { readonly ok: false; readonly reason: string };

/**
 * What the expression gives, if it is PromQL. Narrower than Prometheus itself, so that what is taken here is taken there:
 * no escapes in texts, no `@`, no subqueries, no native histograms. https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
export function readPromql(text: string): PromqlReading {
  try {
    const type = new Parser(promqlTokens(text)).whole();
    return { ok: true, type };
  } catch (error) {
    if (error instanceof PromqlError) return { ok: false, reason: error.message };
    throw error;
  }
}

/** From the loosest; `^` binds to the right. */
const strengths: Readonly<Record<string, number>> = {
  ...{ or: 1, and: 2, unless: 2, '==': 3, '!=': 3, '>': 3, '<': 3, '>=': 3, '<=': 3 },
  ...{ '+': 4, '-': 4, '*': 5, '/': 5, '%': 5, atan2: 5, '^': 6 },
};

/** Words that are no names of metrics. */
const reserved: ReadonlySet<string> = new Set([
  ...['and', 'or', 'unless', 'atan2', 'bool', 'on', 'ignoring', 'group_left', 'group_right'],
  ...['by', 'without', 'offset', 'start', 'end', 'inf', 'nan'],
]);

/** `[` and `(` may stand in each other; more of them would be no condition. */
const deepest = 60;

class Parser {
  #next = 0;
  #depth = 0;

  constructor(private readonly tokens: readonly PromqlToken[]) {}

  whole(): PromqlType {
    const type = this.#binary(1);
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return type;
  }

  get #token(): PromqlToken {
    return this.tokens[this.#next]!;
  }

  #take(text?: string): PromqlToken {
    const token = this.#token;
    if (text !== undefined && (token.text !== text || token.kind === 'string')) throw this.#unexpected();
    this.#next += 1;
    return token;
  }

  #takes(text: string): boolean {
    if (this.#token.text.toLowerCase() !== text || this.#token.kind === 'string') return false;
    this.#next += 1;
    return true;
  }

  #unexpected(): PromqlError {
    const { text } = this.#token;
    return new PromqlError(
      text === '' ? t('it ends too early') : t('“{0}” is not expected there', text.slice(0, 40)),
    );
  }

  #binary(weakest: number): PromqlType {
    if (++this.#depth > deepest) throw new PromqlError(t('it is nested too deep'));
    let left = this.#unary();
    for (;;) {
      const operator = this.#token.kind === 'string' ? '' : this.#token.text.toLowerCase();
      const strength = Object.hasOwn(strengths, operator) ? strengths[operator]! : 0;
      if (strength < weakest) break;
      this.#take();
      const isBool = this.#takes('bool');
      if (isBool && !comparisons.has(operator)) throw new PromqlError(t('“bool” goes with comparisons only'));
      const isMatched = this.#matching(operator);
      const right = this.#binary(operator === '^' ? strength : strength + 1);
      left = joined(operator, left, right, isBool, isMatched);
    }
    this.#depth -= 1;
    return left;
  }

  /** `on (…) group_left (…)` after an operator. */
  #matching(operator: string): boolean {
    const isOn = this.#takes('on');
    if (!isOn && !this.#takes('ignoring')) return false;
    const labels = this.#labels();
    if (!this.#takes('group_left') && !this.#takes('group_right')) return true;
    if (sets.has(operator)) throw new PromqlError(t('“{0}” takes no grouping', operator));
    const included = this.#token.text === '(' ? this.#labels() : [];
    if (isOn && included.some(label => labels.includes(label)))
      throw new PromqlError(t('a label is both matched and included'));
    return true;
  }

  #labels(): readonly string[] {
    this.#take('(');
    const labels: string[] = [];
    while (this.#token.text !== ')') {
      labels.push(this.#label());
      if (!this.#takes(',')) break;
    }
    this.#take(')');
    return labels;
  }

  #label(): string {
    const { kind, text } = this.#token;
    if (kind !== 'word' || text.includes(':') || reserved.has(text.toLowerCase())) throw this.#unexpected();
    return this.#take().text;
  }

  #unary(): PromqlType {
    if (!this.#takes('-') && !this.#takes('+')) return this.#ranged();
    // As strong as `*`: `-a ^ b` is `-(a ^ b)`.
    const type = this.#binary(strengths['^']!);
    if (type !== 'scalar' && type !== 'vector')
      throw new PromqlError(t('a sign goes before numbers and series only'));
    return type;
  }

  #ranged(): PromqlType {
    const start = this.#next;
    const type = this.#primary();
    const isSelector = type === 'vector' && this.#isSelector(start);
    let result = type;
    if (this.#token.text === '[' && this.#token.kind === 'sign') {
      if (!isSelector) throw new PromqlError(t('a range such as [5m] goes after a selector only'));
      this.#take();
      this.#duration();
      this.#take(']');
      result = 'matrix';
    }
    if (this.#takes('offset')) {
      if (!isSelector) throw new PromqlError(t('“offset” goes after a selector only'));
      this.#takes('-');
      this.#duration();
    }
    return result;
  }

  /** Whether what was read since is a metric with its labels, and not a function or what stands in brackets. */
  #isSelector(start: number): boolean {
    const first = this.tokens[start]!;
    const second = this.tokens[start + 1]!;
    if (first.text === '{') return true;
    if (first.kind !== 'word') return false;
    const isCall = second.text === '(' || second.text === 'by' || second.text === 'without';
    return !isCall;
  }

  #duration(): void {
    if (this.#token.kind !== 'duration' || !isPromqlDuration(this.#token.text))
      throw new PromqlError(t('“{0}” is no time such as 5m', this.#token.text.slice(0, 40)));
    this.#take();
  }

  #primary(): PromqlType {
    const { kind, text } = this.#token;
    if (kind === 'number') {
      if (!Number.isFinite(Number(text))) throw new PromqlError(t('{0} is no number', text.slice(0, 40)));
      this.#take();
      return 'scalar';
    }
    if (kind === 'string') {
      this.#take();
      return 'string';
    }
    if (kind === 'sign' && text === '(') {
      this.#take();
      const type = this.#binary(1);
      this.#take(')');
      return type;
    }
    if (kind === 'sign' && text === '{') return this.#selector(false);
    if (kind !== 'word') throw this.#unexpected();
    const name = text.toLowerCase();
    if (name === 'inf' || name === 'nan') {
      this.#take();
      return 'scalar';
    }
    const after = this.tokens[this.#next + 1]!.text;
    if (promqlAggregations.has(name)) {
      if (after === '(' || after === 'by' || after === 'without') return this.#aggregation(name);
      throw new PromqlError(t('“{0}” takes something in brackets', text));
    }
    if (reserved.has(name)) throw this.#unexpected();
    if (after === '(') return this.#call(text);
    this.#take();
    if (this.#token.text === '{' && this.#token.kind === 'sign') return this.#selector(true);
    return 'vector';
  }

  /** The labels of a selector. Without a metric’s name, at least one of them must not fit the empty text. */
  #selector(isNamed: boolean): PromqlType {
    this.#take('{');
    let isBound = isNamed;
    while (this.#token.text !== '}') {
      const label = this.#label();
      if (label === '__name__' && isNamed) throw new PromqlError(t('the metric is named twice'));
      const operator = this.#take().text;
      if (!['=', '!=', '=~', '!~'].includes(operator))
        throw new PromqlError(t('a label needs =, !=, =~ or !~'));
      if (this.#token.kind !== 'string') throw this.#unexpected();
      const value = this.#take().text.slice(1, -1);
      if (operator.includes('~') && !isCommonPattern(value))
        throw new PromqlError(t('the pattern “{0}” is not understood', value.slice(0, 40)));
      isBound ||= operator === '=' && value !== '';
      if (!this.#takes(',')) break;
    }
    this.#take('}');
    if (!isBound) throw new PromqlError(t('a selector needs a name or a label with a value'));
    return 'vector';
  }

  #aggregation(name: string): PromqlType {
    this.#take();
    const grouped = this.#grouping();
    this.#take('(');
    const first = promqlAggregations.get(name)!;
    if (first) {
      expectType(this.#binary(1), first, name);
      this.#take(',');
    }
    expectType(this.#binary(1), 'vector', name);
    this.#take(')');
    if (!grouped) this.#grouping();
    return 'vector';
  }

  #grouping(): boolean {
    if (!this.#takes('by') && !this.#takes('without')) return false;
    this.#labels();
    return true;
  }

  #call(name: string): PromqlType {
    const called = promqlFunctions.get(name);
    if (!called) throw new PromqlError(t('the function “{0}” is not known here', name.slice(0, 40)));
    this.#take();
    this.#take('(');
    const { takes, optional = 0 } = called;
    let count = 0;
    while (this.#token.text !== ')' || this.#token.kind === 'string') {
      const wanted = takes[count] ?? (optional < 0 ? takes.at(-1) : undefined);
      if (!wanted) throw new PromqlError(t('“{0}” takes {1} values at most', name, takes.length));
      const isText = this.#token.kind === 'string';
      const text = this.#token.text.slice(1, -1);
      expectType(this.#binary(1), wanted, name);
      // Of label_replace and label_join, some texts are names of labels and some patterns.
      if (isText && !/^\w*$/.test(text) && name.startsWith('label_'))
        throw new PromqlError(t('a text of “{0}” is not understood', name));
      count += 1;
      if (!this.#takes(',')) break;
      if (this.#token.text === ')') throw this.#unexpected();
    }
    this.#take(')');
    if (count < takes.length - Math.abs(optional))
      throw new PromqlError(t('“{0}” takes {1} values', name, takes.length));
    return called.gives;
  }
}
