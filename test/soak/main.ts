import { parseArgs } from 'node:util'
import { soak } from './soak.ts'

// Runs mixed load for half an hour to detect growth and stuck requests. The report goes to stdout, samples to
// stderr.
const usage = `usage: npm run soak -- [options]
  --minutes <m>      duration (default: 30)
  --rate <n>         requests per second (default: 200)
  --subscribers <n>  concurrent subscribers (default: 50)
  --seed <n>         seed of the random requests (default: 1)`

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
