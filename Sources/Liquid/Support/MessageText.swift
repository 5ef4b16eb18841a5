import Text

package func escapedForMessage(_ text: String) -> String { text.sanitized }
package func quotedForMessage(_ text: String) -> String { text.quoted }
