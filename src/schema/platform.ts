import type { PlatformType } from '../appstream/model/model.ts'
import { openEnum } from './open-enum.ts'

/** Operating systems of images, image builders and fleets. */
export const platform = openEnum<PlatformType>('AppStreamPlatform', 'Operating system.', {
  WINDOWS: 'Windows of an unspecified version, on old images.',
  WINDOWS_SERVER_2016: 'Windows Server 2016.',
  WINDOWS_SERVER_2019: 'Windows Server 2019.',
  WINDOWS_SERVER_2022: 'Windows Server 2022.',
  WINDOWS_SERVER_2025: 'Windows Server 2025.',
  AMAZON_LINUX2: 'Amazon Linux 2.',
  RHEL8: 'Red Hat Enterprise Linux 8.',
  ROCKY_LINUX8: 'Rocky Linux 8.',
  UBUNTU_PRO_2404: 'Ubuntu Pro 24.04.',
})
