/** What a field that costs a call to AWS for each object weighs, where an object out of a listing weighs 1. */
export const ownCall = { cost: 10 }

/** What a mutation weighs: the call, and what it takes to keep what was read right. */
export const mutationCost = { cost: 10 }
