/** Something to be read, by each contender in its own way. */
export interface Scenario {
  readonly name: ScenarioName
  readonly query: string
  /** How many nodes the right answer has. */
  readonly nodes: number
}

/** The names of the scenarios. */
export type ScenarioName = 'lineage' | 'latest image'

/** What is read: the lineage of every builder, and the newest images of a name. */
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
