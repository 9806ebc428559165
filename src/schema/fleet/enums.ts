import type { FleetState, FleetType, StreamView } from '../../appstream/model.ts'
import { openEnum } from '../open-enum.ts'

/** The state of a fleet. */
export const fleetState = openEnum<FleetState>('AppStreamFleetState', 'The state of a fleet.', {
  STARTING: 'Starting: takes minutes.',
  RUNNING: 'Running: users can stream from it, though some of its capacity may still be starting.',
  STOPPING: 'Stopping: about to be STOPPED.',
  STOPPED: 'Stopped: it can be started, updated or deleted.',
})

/** The type of a fleet. */
export const fleetType = openEnum<FleetType>(
  'AppStreamFleetType',
  'The way in which the instances of a fleet run.',
  {
    ALWAYS_ON: 'All desired instances run all the time.',
    ON_DEMAND: 'An instance starts when a user connects, which takes a minute or two.',
    ELASTIC: 'AWS runs a pool of instances; applications come from app blocks instead of an image.',
  },
)

/** The view of a fleet. */
export const streamView = openEnum<StreamView>('AppStreamStreamView', 'The view that users of a fleet see.', {
  APP: 'The windows of applications only.',
  DESKTOP: 'The desktop of the operating system.',
})
