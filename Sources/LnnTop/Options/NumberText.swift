import Text

typealias NumberText = Text.NumberText
