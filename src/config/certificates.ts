import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Reads a PEM file of CA certificates. @throws Error that says what is wrong with it */
export function readCertificates(path: string): string {
  const pem = readFileSync(path, 'utf8')
  const certificates = pem.match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g,
  )
  if (certificates === null) throw new Error('there is no PEM certificate in it')
  for (const certificate of certificates) new X509Certificate(certificate)
  return certificates.join('\n')
}
