import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

/**
 * Reads a PEM file of CA certificates.
 * @throws {Error} if the file cannot be read or has no valid certificate.
 */
export function readCertificates(path: string): string {
  const pem = readFileSync(path, 'utf8')
  const certificates = pem.match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g,
  )
  if (certificates === null) throw new Error('the file contains no PEM certificate')
  for (const certificate of certificates) new X509Certificate(certificate)
  return certificates.join('\n')
}
