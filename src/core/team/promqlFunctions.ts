/** What an expression of PromQL gives. */
export type PromqlType = 'scalar' | 'vector' | 'matrix' | 'string';

export interface PromqlFunction {
  readonly gives: 'scalar' | 'vector';
  readonly takes: readonly PromqlType[];
  /** How many of `takes` may be left out; -1 where the last one may come any number of times, or not at all. */
  readonly optional?: number;
}

const vectorOf = (...takes: readonly PromqlType[]): PromqlFunction => ({ gives: 'vector', takes });

const ofMatrix = [
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets'],
  ...['avg_over_time', 'min_over_time', 'max_over_time', 'sum_over_time', 'count_over_time'],
  ...['stddev_over_time', 'stdvar_over_time', 'last_over_time', 'present_over_time', 'absent_over_time'],
];
const ofVector = [
  ...['abs', 'absent', 'ceil', 'exp', 'floor', 'ln', 'log2', 'log10', 'sgn', 'sqrt', 'sort', 'sort_desc'],
  ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cos', 'cosh', 'sin', 'sinh', 'tan', 'tanh'],
  ...['deg', 'rad', 'timestamp'],
];
const ofTime = [
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'hour',
  'minute',
  'month',
  'year',
];

/** Of the functions that every Prometheus since 2.36 has: https://prometheus.io/docs/prometheus/latest/querying/functions/ */
export const promqlFunctions: ReadonlyMap<string, PromqlFunction> = new Map<string, PromqlFunction>([
  ...ofMatrix.map(name => [name, vectorOf('matrix')] as const),
  ...ofVector.map(name => [name, vectorOf('vector')] as const),
  ...ofTime.map(name => [name, { ...vectorOf('vector'), optional: 1 }] as const),
  ['quantile_over_time', vectorOf('scalar', 'matrix')],
  ['histogram_quantile', vectorOf('scalar', 'vector')],
  ['predict_linear', vectorOf('matrix', 'scalar')],
  ['clamp', vectorOf('vector', 'scalar', 'scalar')],
  ['clamp_min', vectorOf('vector', 'scalar')],
  ['clamp_max', vectorOf('vector', 'scalar')],
  ['round', { ...vectorOf('vector', 'scalar'), optional: 1 }],
  ['vector', vectorOf('scalar')],
  ['label_replace', vectorOf('vector', 'string', 'string', 'string', 'string')],
  ['label_join', { ...vectorOf('vector', 'string', 'string', 'string'), optional: -1 }],
  ['scalar', { gives: 'scalar', takes: ['vector'] }],
  ['time', { gives: 'scalar', takes: [] }],
  ['pi', { gives: 'scalar', takes: [] }],
]);

/** By what they take before the vector. */
export const promqlAggregations: ReadonlyMap<string, PromqlType | null> = new Map<string, PromqlType | null>([
  ...['sum', 'min', 'max', 'avg', 'group', 'stddev', 'stdvar', 'count'].map(name => [name, null] as const),
  ['topk', 'scalar'],
  ['bottomk', 'scalar'],
  ['quantile', 'scalar'],
  ['count_values', 'string'],
]);
