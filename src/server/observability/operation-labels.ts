/** Operation names as labels of metrics and names of spans: few, however many clients make up. */
export interface OperationLabels {
  /** Takes a name in, if there is room: an operation of that name is one of this schema. */
  admit(name: string | undefined): void
  /** The name if it was admitted, `anonymous` for none, else `other`. */
  labelOf(name: string | undefined): string
}

const MAX_LABELS = 100
const MAX_LABEL_LENGTH = 100

/** Makes the labels; the first {@link MAX_LABELS} names to be admitted are told apart. */
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
