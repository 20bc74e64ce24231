import { namedFields } from '../comms/ownTemplate.ts';
import { NotPossibleError } from '../errors.ts';

/** Why a message’s Mustache text cannot be used, as a sentence; null where it can. @param name where it stands */
export function templateProblem(name: string, text: string): string | null {
  try {
    namedFields({ name, text });
    return null;
  } catch (error) {
    if (error instanceof NotPossibleError) return error.message;
    throw error;
  }
}
