/** Scheduled change of a resource. */
export interface TransitionStep<Item> {
  readonly atMs: number
  /** New state; null removes the resource. Default: the current state. */
  readonly state?: string | null
  /** Returns other changed members. */
  readonly change?: ((item: Item) => Partial<Item>) | undefined
  /** Returns false to delay this step and the following ones. */
  readonly when?: ((item: Item) => boolean) | undefined
  /** Returns the step to insert after this one. */
  readonly next?: ((item: Item) => TransitionStep<Item> | undefined) | undefined
}

/** Scheduled steps of the resources of a table, by key. */
export interface Transitions<Item> {
  /** Replaces the scheduled steps of a resource. */
  schedule(key: string, steps: readonly TransitionStep<Item>[]): void
  cancel(key: string): void
  /** Applies every step that is due. */
  settle(nowMs: number): void
}

/** Store that transitions read and change. */
export interface TransitionTarget<Item> {
  get(key: string): Item | undefined
  change(key: string, members: Readonly<Record<string, unknown>>): void
  remove(key: string): void
}

/** Creates an empty schedule. */
export function createTransitions<Item>(target: TransitionTarget<Item>): Transitions<Item> {
  const scheduled = new Map<string, readonly TransitionStep<Item>[]>()

  /** Applies a step; returns the remaining ones. */
  function take(key: string, item: Item, [step, ...rest]: readonly TransitionStep<Item>[]) {
    if (step === undefined || step.state === null) {
      target.remove(key)
      return []
    }
    target.change(key, { ...step.change?.(item), ...(step.state !== undefined && { State: step.state }) })
    const next = step.next?.(target.get(key) ?? item)
    return next === undefined ? rest : [next, ...rest]
  }

  function settleOne(key: string, steps: readonly TransitionStep<Item>[], nowMs: number): void {
    let remaining = steps
    for (;;) {
      const [step] = remaining
      const item = target.get(key)
      if (step === undefined || item === undefined) {
        scheduled.delete(key)
        return
      }
      if (step.atMs > nowMs || step.when?.(item) === false) {
        scheduled.set(key, remaining)
        return
      }
      remaining = take(key, item, remaining)
    }
  }

  return {
    schedule: (key, steps) => {
      scheduled.set(key, steps)
    },
    cancel: (key) => {
      scheduled.delete(key)
    },
    settle: (nowMs) => {
      for (const [key, steps] of scheduled) settleOne(key, steps, nowMs)
    },
  }
}
