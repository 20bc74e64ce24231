import assert from 'node:assert/strict';
import * as errors from '../../../../src/core/errors.ts';
import { errorData, errorFrom } from '../../../../src/core/incidents/sharing/errorData.ts';

describe('Errors between windows', () => {
  const liftsAt = Date.UTC(2026, 0, 15, 3, 0, 47);
  const all: readonly errors.OnCallError[] = [
    new errors.WrongKeyError('The key is wrong.'),
    new errors.NotAllowedError('It may not.'),
    new errors.RequesterNeededError('Who asks?'),
    new errors.PlanLacksAbilityError('Not in this plan.'),
    new errors.NotFoundError('Not there.'),
    new errors.RefusedError('Refused.', 2001),
    new errors.RefusedError('Refused without a code.'),
    new errors.RateLimitError('Too many.', liftsAt),
    new errors.OfflineError('Name not found.', false),
    new errors.OfflineError('Cut off.'),
    new errors.ProviderDownError('It is down.', 503),
    new errors.UnexpectedAnswerError('HTML.'),
    new errors.MissingToolError('No bash.', 'Install bash.'),
    new errors.JournalWriteError('Not written.'),
    new errors.NotPossibleError('Not now.', 'Later.'),
  ];

  /** A runbook is fetched, an issue created and a chat asked by the window that shows what came of it. */
  const staysHome: readonly unknown[] = [
    errors.RemoteRunbookError,
    errors.IssueNotCreatedError,
    errors.WrongChatTokenError,
    errors.MissingScopeError,
    errors.UnexpectedChatAnswerError,
  ];
  const classes = Object.values(errors)
    .filter(one => one !== errors.OnCallError && one.prototype instanceof errors.OnCallError)
    .filter(one => !staysHome.includes(one));
  it('each class is tried here', () => {
    assert.deepEqual(new Set(all.map(({ constructor }) => constructor)), new Set(classes));
  });

  for (const error of all) {
    it(`${error.name} stays what it is: ${error.message}`, () => {
      const crossed = errorFrom(JSON.parse(JSON.stringify(errorData(error))));
      assert.equal(crossed?.constructor, error.constructor);
      assert.deepEqual({ ...crossed }, { ...error });
      assert.equal(crossed?.message, error.message);
      assert.equal(crossed?.nextStep, error.nextStep);
      assert.equal(crossed?.maybeArrived, error.maybeArrived);
    });
  }

  it('takes along neither cause nor stack', () => {
    const cause = new Error('Authorization: Token token=canary');
    const error = new errors.RefusedError('Refused.', 2001, { cause });
    const text = JSON.stringify(errorData(error));
    assert.deepEqual(JSON.parse(text), { name: 'RefusedError', message: 'Refused.', code: 2001 });
  });

  it('keeps the words of a class that it does not know', () => {
    const crossed = errorFrom({ name: 'NewerError', message: 'Something new.' });
    assert.ok(crossed instanceof errors.UnexpectedAnswerError);
    assert.equal(crossed.message, 'Something new.');
  });

  it('makes no error of what is none, and none with a date that is none', () => {
    for (const data of [null, 'x', 5, [], {}, { name: 'OfflineError' }, { message: 'x' }])
      assert.equal(errorFrom(data), null);
    for (const wrong of [null, 'soon', NaN, 1e300]) {
      const crossed = errorFrom({ name: 'RateLimitError', message: 'x', liftsAt: wrong });
      assert.ok(crossed instanceof errors.UnexpectedAnswerError);
    }
    assert.equal(errorFrom({ name: 'OfflineError', message: 'x'.repeat(10_000) })?.message.length, 2_000);
  });
});
