import { availableParallelism, cpus, loadavg } from 'node:os'

/** Machine and software of a run. */
export interface Machine {
  readonly node: string
  readonly cores: number
  readonly cpu: string
  /** Load average over one minute before the run. */
  readonly load: number
}

/** Describes this machine. */
export function describeMachine(): Machine {
  return {
    node: process.version,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    load: loadavg()[0] ?? 0,
  }
}
