import assert from 'node:assert/strict';
import type { InputBox } from 'vscode';
import type * as LineBoxes from '../../../src/ui/lineBox.ts';
import { inputBoxes } from '../../inputBoxes.ts';
import { withStandIn, type StandIn } from './standIn.ts';

describe('Several lines that are asked for in a row', () => {
  let parts: typeof LineBoxes & StandIn;
  /** Every box that was made. */
  let boxes: InputBox[];
  let disposed: number;
  /** What is said below the box when it is answered with the first, then the second… */
  let answers: readonly (string | undefined)[];

  before(async () => {
    parts = await withStandIn('ui/lineBox.ts');
  });

  beforeEach(() => {
    boxes = [];
    disposed = 0;
    const left = () => answers;
    let at = 0;
    const create = inputBoxes(async () => left()[at++]);
    Object.assign(parts.window, {
      createInputBox: () => {
        const box = create();
        box.dispose = () => void disposed++;
        boxes.push(box);
        return box;
      },
    });
  });

  it('are asked for in one box, which stays until the last one', async () => {
    answers = ['1234', 'b'];
    const box = new parts.LineBox();
    assert.equal(await box.ask({ title: 'ORDER (1 of 2)', prompt: 'The order', password: true }), '1234');
    const [shown] = boxes;
    assert.deepEqual([shown!.title, shown!.prompt, shown!.password], ['ORDER (1 of 2)', 'The order', true]);
    const second = box.ask({ title: 'TITLE (2 of 2)', prompt: '$(zap) it', value: 'as it is' });
    assert.deepEqual(
      [shown!.title, shown!.prompt, shown!.password, shown!.value, shown!.valueSelection],
      ['TITLE (2 of 2)', '$\u200b(zap) it', false, 'as it is', [0, 8]],
    );
    assert.equal(await second, 'b');
    assert.deepEqual([boxes.length, disposed], [1, 0]);
    box.dispose();
    assert.equal(disposed, 1);
  });

  it('are not taken while something is wrong with them; a warning lets them pass', async () => {
    answers = ['a', 'b'];
    const box = new parts.LineBox();
    let taken = false;
    const validateInput = (text: string) =>
      text === 'a' ? 'No $(zap)' : { message: 'So short', severity: 2 };
    const asked = box.ask({ validateInput }).then(text => {
      taken = true;
      return text;
    });
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual([taken, boxes[0]!.validationMessage], [false, 'No $\u200b(zap)']);
    boxes[0]!.show();
    assert.equal(await asked, 'b');
  });

  it('are given up where the box is closed', async () => {
    answers = [undefined, 'later'];
    const box = new parts.LineBox();
    assert.equal(await box.ask({ value: 'a' }), undefined);
    assert.equal(await box.ask({}), 'later');
  });
});
