// Eight that want a parser at once; each says how it classes the same text afterwards.
import { assess, newParser } from './riskTable.ts';

const loads = Array.from({ length: 8 }, (_, turn) =>
  new Promise(resolve => setTimeout(resolve, turn)).then(newParser),
);
const classes = loads.map(async load => {
  const parser = await load;
  let worst = 'destructive';
  for (let turn = 0; turn < 20; turn++) {
    const { risk } = await assess('kubectl get pods | rm -rf /', [], parser);
    if (risk !== 'destructive') worst = risk;
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  return worst;
});
void Promise.all(classes).then(all => console.log(JSON.stringify(all)));
