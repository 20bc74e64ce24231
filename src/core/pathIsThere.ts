import { access } from 'node:fs/promises';

/** Whether anything stands at that path that can be looked at. */
export function pathIsThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
