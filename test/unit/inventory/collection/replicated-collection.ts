import { imageArn } from '../../../support/gateway.ts'
import { startReplicatedImages } from '../../../support/replicas/replicated-images.ts'

export const A = imageArn('a')

/** Creates two replicas that know a listing with one image. */
export async function startListed(state = 'STOPPED') {
  const world = startReplicatedImages()
  world.put('a', state, { CreatedTime: new Date(1_000) })
  const [one, other] = [world.join(), world.join()]
  await Promise.all([one.collection.read({}), other.collection.read({})])
  return { ...world, one, other }
}
