import { parseArgs } from 'node:util'
import { soak } from './soak.ts'

// Half an hour of mixed load: does anything grow, does anything get stuck? The report goes to stdout, samples to stderr.
const usage = `usage: npm run soak -- [options]
  --minutes <m>      30 unless told
  --rate <n>         requests a second; 200 unless told
  --subscribers <n>  at a time; 50 unless told
  --seed <n>         of what is sent; 1 unless told`

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '200' },
    subscribers: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})
const [minutes = 0, rate = 0, subscribers = 0, seed = 0] = [
  values.minutes,
  values.rate,
  values.subscribers,
  values.seed,
].map(Number)
if (
  values.help ||
  !(minutes > 0 && minutes <= 600 && rate > 0 && rate <= 5000 && subscribers >= 0 && seed >= 0)
) {
  console.error(usage)
  process.exit(values.help ? 0 : 2)
}
const report = await soak({
  seconds: minutes * 60,
  requestsPerSecond: rate,
  subscribers,
  seed,
  onSample: (sample) => console.error(JSON.stringify(sample)),
})
console.log(JSON.stringify(report, null, 2))
process.exitCode = report.stuck === 0 && report.heapGrowthMB < 10 ? 0 : 1
