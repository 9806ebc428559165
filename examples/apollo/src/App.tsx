import { useState } from 'react'
import { DetailDialog } from '../../shared/DetailDialog.tsx'
import { BuilderDetail } from './BuilderDetail.tsx'
import { BuilderList } from './BuilderList.tsx'

/** Page with all image builders, and the details of one. */
export function App() {
  const [selected, setSelected] = useState<string>()
  return (
    <main>
      <h1>Image builders</h1>
      <BuilderList onSelect={setSelected} />
      {selected && (
        <DetailDialog onClose={() => setSelected(undefined)}>
          <BuilderDetail arn={selected} />
        </DetailDialog>
      )}
    </main>
  )
}
