/** Operation names as metric labels and span names. Their number is bounded, since clients choose the names. */
export interface OperationLabels {
  /** Admits the name of a valid operation, up to {@link MAX_LABELS} names. */
  admit(name: string | undefined): void
  /** Returns the name if it was admitted, `anonymous` without a name, else `other`. */
  labelOf(name: string | undefined): string
}

const MAX_LABELS = 100
const MAX_LABEL_LENGTH = 100

/** Creates the labels. Only the first {@link MAX_LABELS} admitted names are distinguished. */
export function createOperationLabels(): OperationLabels {
  const admitted = new Set<string>()
  return {
    admit(name) {
      if (name === undefined || name.length > MAX_LABEL_LENGTH || admitted.size >= MAX_LABELS) return
      admitted.add(name)
    },
    labelOf(name) {
      if (name === undefined) return 'anonymous'
      return admitted.has(name) ? name : 'other'
    },
  }
}
