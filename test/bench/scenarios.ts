/** Data to read, by each contender in its own way. */
export interface Scenario {
  readonly name: ScenarioName
  readonly query: string
  /** Number of nodes in the correct answer. */
  readonly nodes: number
}

/** Scenario names. */
export type ScenarioName = 'lineage' | 'latest image'

/** Scenarios: the lineage of every builder, and the newest images with a name prefix. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'lineage',
    query: '{ imageBuilders(first: 25) { nodes { image { imageBuilder { image { name } } } } } }',
    nodes: 25,
  },
  {
    name: 'latest image',
    query: `{ images(first: 20, filter: { namePrefix: "golden-" }, orderBy: { field: CREATED_TIME, direction: DESC }) {
      nodes { name state createdTime }
    } }`,
    nodes: 20,
  },
]
