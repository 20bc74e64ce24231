import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { prometheusRules, promqlCondition } from '../../../src/core/team/prometheusRules.ts';
import { promtoolPath, promtoolRefusal } from '../../promtool.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { definition } from './support.ts';

const expression = (condition: string) => {
  const read = promqlCondition(condition);
  return read.ok ? read.expression : `left out: ${read.reason}`;
};

describe('A condition as PromQL', () => {
  it('has its percentages as ratios, digit by digit', () => {
    const cases: Record<string, string> = {
      'error_rate > 1%': 'error_rate > 0.01',
      'error_rate>1.1 %': 'error_rate>0.011',
      'error_rate > 100%': 'error_rate > 1',
      'error_rate > 250%': 'error_rate > 2.5',
      'error_rate > 0.05%': 'error_rate > 0.0005',
      'error_rate > 007%': 'error_rate > 0.07',
      'a > 1% and b < 50%': 'a > 0.01 and b < 0.5',
      '(a > 10%) or b > 3': '(a > 0.1) or b > 3',
      '5% < error_rate': '0.05 < error_rate',
    };
    for (const [condition, wanted] of Object.entries(cases)) assert.equal(expression(condition), wanted);
  });

  it('keeps the remainder, and what stands in quotes', () => {
    assert.equal(expression('a % 2 == 1'), 'a % 2 == 1');
    assert.equal(expression('a > 5 % 2'), 'a > 5 % 2');
    assert.equal(expression('disk{mount="1%"} > 90%'), 'disk{mount="1%"} > 0.9');
  });

  it('is taken with what teams write', () => {
    for (const condition of [
      'up == 0',
      'sum by (job) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.05',
      'sum(rate(a{status=~"(4|5)[0-9]."}[1h30m] offset 5m)) without (pod) > 1',
      'histogram_quantile(0.99, sum by (le) (rate(latency_bucket[5m]))) > 1.5',
      'predict_linear(node_filesystem_free_bytes{job="node"}[1h], 4 * 3600) < 0',
      'absent(up{job="checkout"})',
      '-a ^ 2 * on (x, y) group_left (z) b > bool 1',
      'topk(3, a) > 0 unless on () b',
      'changes(process_start_time_seconds[15m]) > 2 and time() - c > 60',
      'job:errors:rate5m > .5',
    ])
      assert.equal(expression(condition), condition);
  });

  it('is left out, with the reason, where it is something else', () => {
    for (const condition of [
      'the error rate is high',
      'error_rate >',
      'error_rate > 1% of requests',
      'rate(a) > 1',
      'a[5m] > 1',
      'sum(a',
      'a > 1)',
      '1 > 2',
      '1 > bool 2',
      '"text"',
      '{job=""}',
      'a{b="\\n"}',
      'a{b=~"("}',
      'a{b=~"(?i)x"}',
      'unknown_function(a) > 1',
      'a[0s]',
      'rate(a[5m5h]) > 1',
      'sum(a) offset 5m > 1',
      'a and 1',
      'a + on () 1 > 1',
      'a > 1 # comment',
      `${'('.repeat(100)}a${')'.repeat(100)}`,
      '`a` > 1',
      '',
    ])
      assert.match(expression(condition), /^left out: .*[^.]$/, condition);
  });
});

describe('The rule file', () => {
  it('has what a definition says, and names what is left out', () => {
    const runbook = 'https://wiki.example.com/x';
    const notify = ['on-call-primary', 'slack:#alerts'];
    const { yaml, written, leftOut } = prometheusRules([
      definition({ runbook, notify }),
      definition({ name: 'Unmeasured', condition: null }),
      definition({ name: 'In words', condition: 'it is slow' }),
      definition({ name: 'Bare', duration: null, severity: null, runbook: 'runbooks/x.md' }),
    ]);
    assert.deepEqual(written, ['HighErrorRate', 'Bare']);
    assert.deepEqual(leftOut, [
      { name: 'Unmeasured', reason: 'It has no condition.' },
      { name: 'In words', reason: 'Its condition is not PromQL: “is” is not expected there.' },
    ]);
    const [, ...comments] = yaml!.split('\n').filter(line => line.startsWith('#'));
    assert.deepEqual(comments, [
      '# Left out: “Unmeasured”. It has no condition.',
      '# Left out: “In words”. Its condition is not PromQL: “is” is not expected there.',
    ]);
    assert.deepEqual(parse(yaml!), {
      groups: [
        {
          name: 'on-call',
          rules: [
            {
              ...{ alert: 'HighErrorRate', expr: 'error_rate > 0.01', for: '5m', labels: { severity: 'P2' } },
              annotations: {
                summary: 'HighErrorRate',
                runbook_url: runbook,
                notify: 'on-call-primary, slack:#alerts',
              },
            },
            {
              ...{ alert: 'Bare', expr: 'error_rate > 0.01' },
              annotations: { summary: 'Bare', runbook: 'runbooks/x.md' },
            },
          ],
        },
      ],
    });
  });

  it('is none where no definition has a condition', () => {
    assert.equal(prometheusRules([definition({ condition: null })]).yaml, null);
    assert.equal(prometheusRules([]).yaml, null);
  });

  it('is taken by promtool, whatever a name holds', function () {
    const promtool = promtoolPath();
    if (!promtool) return this.skip();
    const names = [
      'A',
      '{{ .Labels.x }}',
      '{{',
      'on',
      '1e3',
      '~',
      'a\'b"c\\d',
      'é 日本 😀',
      '# x',
      '- y: [z',
      'a: b',
    ];
    const { yaml, written } = prometheusRules(
      names.map(name => definition({ name, notify: [name], runbook: name, duration: '0m' })),
    );
    assert.equal(written.length, names.length);
    assert.equal(promtoolRefusal(promtool, [yaml!]), null);
  });

  it('is taken by promtool, whatever the conditions are', function () {
    const promtool = promtoolPath();
    if (!promtool) return this.skip();
    this.timeout(600_000);
    const count = seeds(draws(300, 5_000));
    let written = 0;
    for (let at = 0; at < count.length; at += 100) {
      const files = count.slice(at, at + 100).map(seed => {
        const random = seeded(seed);
        const rules = prometheusRules(
          Array.from({ length: 20 }, (_, index) =>
            definition({ name: `R${index}`, condition: randomCondition(random), duration: null }),
          ),
        );
        written += rules.written.length;
        return { seed, yaml: rules.yaml };
      });
      const texts = files.flatMap(({ yaml }) => yaml ?? []);
      const refusal = promtoolRefusal(promtool, texts);
      if (refusal === null) continue;
      const guilty: { seed: number; yaml: string | null } | undefined = files.find(
        ({ yaml }) => yaml !== null && promtoolRefusal(promtool, [yaml]) !== null,
      );
      assert.fail(
        `seed ${guilty?.seed}: ${guilty?.yaml ? promtoolRefusal(promtool, [guilty.yaml]) : refusal}`,
      );
    }
    assert.ok(written > count.length, `only ${written} of ${count.length * 20} were conditions at all`);
  });
});

/** Mostly grown from the grammar, with a piece of something else now and then. */
function randomCondition(random: () => number): string {
  const pick = (all: readonly string[]) => all[Math.floor(random() * all.length)]!;
  const wild = ['(', ')', '{', '}', '[5m]', '[1h30m]', '[5m1h]', ',', '%', 'by (a)', 'on (a)', 'bool', 'offset 5m', '"x"', '-', '==', 'and', '5%', '1e400', '0x1F', '08', 'NaN', 'Inf', '@', 'sum', 'by', ':', "'", '=~', '日本', '1m', 'start', 'group_left']; // prettier-ignore
  const label = () =>
    `${pick(['a', 'job', '__name__', 'le', 'by', 'inf'])}${pick(['=', '!=', '=~', '!~'])}"${pick(['x', '', '5..', '(a|b)', '[0-9]+', '.*', 'a**', '[a', '^x$', 'a+?'])}"`;
  const selector = () =>
    pick(['m', 'up', 'job:x:rate5m', '_x', 'rate', 'time', 'sum', '']) +
    pick(['', '', `{${label()}}`, `{${label()}, ${label()}}`, '{}']) +
    pick(['', '', ' offset 5m', '[5m]', '[1h30m] offset -1d']);
  const grow = (depth: number): string => {
    if (random() < 0.04) return pick(wild);
    if (depth <= 0)
      return pick([
        selector(),
        selector(),
        String(Math.floor(random() * 100)),
        `${Math.floor(random() * 100)}%`,
      ]);
    const inner = () => grow(depth - 1 - Math.floor(random() * 2));
    switch (Math.floor(random() * 8)) {
      case 0:
      case 1:
        return `${inner()} ${pick(['+', '-', '*', '/', '%', '^', 'and', 'or', 'unless', 'atan2'])}${pick(['', '', ' on (a, b)', ' ignoring (a) group_left (c)'])} ${inner()}`;
      case 2:
      case 3:
        return `${inner()} ${pick(['>', '<', '==', '!=', '>=', '<='])}${pick(['', '', ' bool'])} ${inner()}`;
      case 4:
        return `${pick(['sum', 'max', 'count', 'topk', 'quantile', 'count_values'])} ${pick(['', 'by (a)', 'without ()'])} (${pick(['', '3, ', '"l", '])}${inner()})`;
      case 5:
        return `${pick(['rate', 'increase', 'abs', 'absent', 'ceil', 'scalar', 'vector', 'hour', 'time', 'clamp_max', 'histogram_quantile', 'label_join', 'round'])}(${pick(['', inner(), `${selector()}[5m]`, `0.9, ${inner()}`, `${inner()}, 5`, `${inner()}, "a", "b"`])})`;
      case 6:
        return `(${inner()})`;
      default:
        return pick([`-${inner()}`, selector(), `${selector()} > ${Math.floor(random() * 100)}%`]);
    }
  };
  return grow(3);
}
