import type { FleetState, FleetType, StreamView } from '../../appstream/model/model.ts'
import { openEnum } from '../open-enum.ts'

/** State of a fleet. */
export const fleetState = openEnum<FleetState>('AppStreamFleetState', 'State of a fleet.', {
  STARTING: 'Starting. Takes minutes.',
  RUNNING: 'Running. Users can stream from the fleet, even if some of its capacity is still starting.',
  STOPPING: 'Stopping. The next state is STOPPED.',
  STOPPED: 'Stopped. The fleet can be started, updated or deleted.',
})

/** Type of a fleet. */
export const fleetType = openEnum<FleetType>('AppStreamFleetType', 'Type of a fleet.', {
  ALWAYS_ON: 'All desired instances run while the fleet runs.',
  ON_DEMAND: 'An instance starts when a user connects, which takes one to two minutes.',
  ELASTIC: 'AWS manages the instances. Applications come from app blocks instead of an image.',
})

/** View shown to users of a fleet. */
export const streamView = openEnum<StreamView>('AppStreamStreamView', 'View shown to users of a fleet.', {
  APP: 'Application windows only.',
  DESKTOP: 'Desktop of the operating system.',
})
