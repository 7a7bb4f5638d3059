// Whether a body is a form with a file.

export function isForm(headers: Headers): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith('multipart/form-data') ?? false
}
