/** Query cost of a field with one AWS call per object; an object of a listing costs 1. */
export const ownCall = { cost: 10 }

/** Query cost of a mutation: the call and the reads that follow it. */
export const mutationCost = { cost: 10 }
