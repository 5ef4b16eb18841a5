import Text

package typealias NumberText = Text.NumberText
package typealias CalendarTime = Text.CalendarTime
