import { draws, seeded, seeds } from './seeded.ts';

/** Good messages to which one to four things were done: a field is gone, or has another value; each with its seed. */
export function* mutatedMessages(
  models: Readonly<Record<string, object>>,
  names: readonly string[],
  values: readonly unknown[],
): Generator<readonly [message: Readonly<Record<string, unknown>>, seed: number]> {
  for (const seed of seeds(draws(20_000, 200_000))) {
    const random = seeded(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const message: Record<string, unknown> = { ...pick(Object.values(models)) };
    for (let change = 0; change <= random() * 3; change++) {
      const name = pick(names);
      const value = name === 'type' && random() < 0.5 ? pick(Object.keys(models)) : pick(values);
      if (random() < 0.4) delete message[name];
      // Defined, so that `__proto__` is a field like any other.
      else
        Object.defineProperty(message, name, { value, enumerable: true, configurable: true, writable: true });
    }
    yield [message, seed];
  }
}
