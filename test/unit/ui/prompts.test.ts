import assert from 'node:assert/strict';
import type { InputBoxOptions, ProgressOptions } from 'vscode';
import type * as Prompts from '../../../src/ui/prompts.ts';
import { withStandIn, type StandIn } from './standIn.ts';

const hostile = '$(zap) [Fix](command:workbench.action.quit)';
/** As it is read, and nothing that VS Code draws as anything else. */
const harmless = '$\u200b(zap) [Fix]\u200b(command:workbench.action.quit)';

describe('What stands below an input box and in a progress notification', () => {
  let parts: typeof Prompts & StandIn;

  before(async () => {
    parts = await withStandIn('ui/prompts.ts');
  });

  const shown = async (options: Parameters<typeof parts.prompts.line>[0]): Promise<InputBoxOptions> => {
    let given: InputBoxOptions = {};
    Object.assign(parts.window, { showInputBox: async (box: InputBoxOptions) => void (given = box) });
    await parts.prompts.line(options);
    return given;
  };

  it('no prompt is a link or an icon', async () => {
    assert.equal((await shown({ prompt: hostile })).prompt, harmless);
    const box = {};
    Object.assign(parts.window, { createInputBox: () => box });
    assert.equal(parts.prompts.box(hostile), box);
    assert.deepEqual(box, { prompt: harmless });
  });

  it('neither is what is said of what was typed', async () => {
    const { validateInput } = await shown({ validateInput: text => `${text} ${hostile}` });
    assert.equal(await validateInput!('a'), `a ${harmless}`);
    const more = await shown({ validateInput: () => ({ message: hostile, severity: 1 }) });
    assert.deepEqual(await more.validateInput!(''), { message: harmless, severity: 1 });
    assert.equal(await (await shown({ validateInput: () => null })).validateInput!(''), null);
  });

  it('what the person types, and is given to change, stays as it is', async () => {
    const given = await shown({ value: hostile, password: true });
    assert.deepEqual(given, { value: hostile, password: true });
  });

  it('no title of work that takes its time is a link', async () => {
    let title: string | undefined;
    Object.assign(parts.window, {
      withProgress: (options: ProgressOptions, work: (progress: object, token: string) => unknown) => {
        title = options.title;
        return work({}, 'token');
      },
    });
    const token = await parts.withProgress({ location: 15, title: hostile }, async given => given);
    assert.equal(token as unknown, 'token');
    assert.equal(title, '$(zap) [Fix]\u200b(command:workbench.action.quit)');
  });
});
